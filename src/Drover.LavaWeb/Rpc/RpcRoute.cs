using System.Text;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;
using Drover.People.Tokens;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rpc;

/// <summary>Answers requests of XML-RPC. Who cannot say who they are gets a status of HTTP; all else is answered by a value or a fault, as lavacli needs it.</summary>
internal sealed class RpcRoute(LabAccess access)
{
    private readonly RpcTable _methods = new();

    public async Task AnswerAsync(Call call)
    {
        TokenHolder? holder = null;
        if (call.Http.Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            if (Credentials(header) is not var (user, secret))
            {
                await SendAsync(call, StatusCodes.Status400BadRequest, "text/plain; charset=utf-8", "The header Authorization is not Basic with user:token.\n"u8.ToArray());
                return;
            }
            holder = TokenCheck.Holder(call.Kernel.State, secret);
            if (holder is null || holder.User != user)
            {
                call.Http.Response.Headers.WWWAuthenticate = "Basic realm=\"XML-RPC Authentication token\"";
                await SendAsync(call, StatusCodes.Status401Unauthorized, "text/plain; charset=utf-8", "No token is known by that secret for that user.\n"u8.ToArray());
                return;
            }
        }
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        // With the charset: without it clients take the text for Latin-1.
        await SendAsync(call, StatusCodes.Status200OK, "text/xml; charset=utf-8", await AnswerAsync(call, new LabSession(access, holder, enough.Token)));
    }

    private async Task<byte[]> AnswerAsync(Call call, LabSession session)
    {
        try
        {
            using var body = new MemoryStream();
            await call.Http.Request.Body.CopyToAsync(body, call.Aborted);
            body.Position = 0;
            return RpcWriter.Answer(await _methods.CallAsync(RpcReader.Read(body), session));
        }
        catch (RpcFaultException e)
        {
            return RpcWriter.Fault(e.Code, e.Message);
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            return RpcWriter.Fault(503, "The daemon is stopping; ask again when it is back.");
        }
    }

    /// <summary>User and secret; null when the header has none.</summary>
    private static (string User, string Secret)? Credentials(string header)
    {
        const string Scheme = "Basic ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(header[Scheme.Length..].Trim()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Task SendAsync(Call call, int status, string type, byte[] body)
    {
        var response = call.Http.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(body, call.Aborted).AsTask();
    }
}
