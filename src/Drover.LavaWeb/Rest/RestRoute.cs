using Drover.LavaWeb.Sessions;
using Drover.People.Tokens;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary>Answers requests over REST: who asks, what for, and errors in the form that clients of Django REST know.</summary>
internal sealed class RestRoute(LabAccess access)
{
    private const string Scheme = "Token ";
    private static readonly string[] s_formats = [".json", ".api"];

    public async Task AnswerAsync(Call call)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        var below = call.Http.Request.Path.Value![RestRoom.Root.Length..];
        var request = new RestRequest(call, new LabSession(access, null, enough.Token), []);
        try
        {
            if (s_formats.FirstOrDefault(format => below.EndsWith(format, StringComparison.Ordinal)) is { } suffix)
                below = below[..^suffix.Length];
            else if (below.Length > 0 && !below.EndsWith('/') && request.IsGet)
            {
                // A body would be lost on the way: only what has none is sent on.
                call.Http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                call.Http.Response.Headers.Location = $"{RestRoom.Root}{Escaped(below)}/{call.Http.Request.QueryString}";
                return;
            }
            request = new RestRequest(call, new LabSession(access, Holder(call), enough.Token), below.Split('/', StringSplitOptions.RemoveEmptyEntries));
            await RestTable.AnswerAsync(request);
        }
        catch (RestException e)
        {
            await request.JsonAsync(e.WriteTo, e.Status);
        }
        catch (LabRefusedException e)
        {
            await request.JsonAsync((e.Status == 400 ? RestException.WithMessage(e.Message) : RestException.WithDetail(e.Status, e.Message)).WriteTo, e.Status == 401 ? 403 : e.Status);
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            await request.JsonAsync(RestException.WithDetail(503, "The daemon is stopping; ask again when it is back.").WriteTo, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static TokenHolder? Holder(Call call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        // Another scheme is nobody.
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        return TokenCheck.Holder(call.Kernel.State, header[Scheme.Length..].Trim()) ?? throw RestException.WithDetail(403, "Invalid token.");
    }
}
