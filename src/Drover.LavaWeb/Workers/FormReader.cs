using System.Buffers;
using Drover.Doors.Places;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drover.LavaWeb.Workers;

/// <summary>Reads bodies that are forms, within bounds for each and for all together. A sender for whom there is no room now waits a little: workers send an upload that was refused again
/// at once and for ever.</summary>
/// <param name="options">The bounds.</param>
/// <param name="clock">Times the waiting.</param>
internal sealed class FormReader(LavaWorkerOptions options, TimeProvider clock)
{
    private const int WaitsForRoom = 20;
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(500);

    private readonly Quota _bytes = new(QuotaLimits.OfBytes(options.UnfinishedBytes, options.LongestBody));

    /// <summary>Reads the body of a request and hands the form over; the form is good until that returns.</summary>
    /// <param name="call">The request.</param>
    /// <param name="take">Takes the form.</param>
    /// <param name="most">Longest body in bytes of who has shown no token; null for the setting's.</param>
    /// <exception cref="RequestException">It is no form, or too long, or there is no room.</exception>
    public async Task TakeAsync(Call call, Func<FormBody, Task> take, int? most = null)
    {
        var longest = Math.Min(most ?? options.LongestBody, options.LongestBody);
        var request = call.Http.Request;
        if (request.ContentType?.Split(';')[0].Trim() is not "application/x-www-form-urlencoded")
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "FORM_EXPECTED", "The body must be a form: application/x-www-form-urlencoded.");
        if (request.ContentLength > longest)
            throw new RequestException(StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE",
                $"The body has {request.ContentLength} bytes; at most {longest} are taken.{(most is null ? " Raise the setting lava-upload-size." : "")}");
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = longest;
        var room = request.ContentLength ?? longest;
        await MakeRoomAsync(call, room);
        try
        {
            var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Max(room, 1));
            try
            {
                await take(Parse(bytes.AsMemory(0, await request.Body.ReadAtLeastAsync(bytes.AsMemory(0, (int)room), (int)room, throwOnEndOfStream: false, call.Aborted))));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        finally
        {
            _bytes.Give(call.Visitor, room);
        }
    }

    private async Task MakeRoomAsync(Call call, long room)
    {
        for (var waits = 0; _bytes.Take(call.Visitor, room) != Shortage.None; waits++)
        {
            if (waits == WaitsForRoom)
                throw new RequestException(StatusCodes.Status503ServiceUnavailable, "NO_ROOM", "Too many bodies are being read now. Send it again later.");
            await Task.Delay(s_wait, clock, call.Aborted);
        }
    }

    private static FormBody Parse(Memory<byte> body)
    {
        try
        {
            return FormBody.Read(body);
        }
        catch (FormatException e)
        {
            throw RequestException.Bad("FORM_INVALID", $"The form cannot be read: {e.Message}.");
        }
    }
}
