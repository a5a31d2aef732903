using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Pages.Live;

/// <summary>The stream by which an open page hears that it should look again (server-sent events; WHATWG HTML, section 9.2).</summary>
/// <param name="beat">Tells of changes.</param>
/// <param name="followers">Places of live streams.</param>
internal sealed class LiveStream(ChangeBeat beat, FollowerPlaces followers)
{
    /// <summary>How long a stream may be silent: what lies between often cuts a connection that is silent for a minute.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    public async Task FollowAsync(Call call)
    {
        call.Parameters();
        var response = call.Http.Response;
        PageRenderer.Protect(response);
        response.ContentType = "text/event-stream";
        if (call.IsHead)
            return;
        using var place = followers.Take(call.Visitor);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        beat.Enter();
        try
        {
            var next = beat.Next;
            await SendAsync(": here\n\n"u8.ToArray());
            while (true)
            {
                if (await call.ComesAsync(next, Heartbeat, enough.Token))
                {
                    next = beat.Next;
                    // A reader that sleeps is waited for here; what happens meanwhile is told once when it is back.
                    await SendAsync("event: change\ndata:\n\n"u8.ToArray());
                }
                else
                    await SendAsync(":\n\n"u8.ToArray());
            }
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            // The browser comes again by itself.
        }
        finally
        {
            beat.Leave();
        }

        async Task SendAsync(byte[] frame)
        {
            await response.Body.WriteAsync(frame, enough.Token);
            await response.Body.FlushAsync(enough.Token);
        }
    }
}
