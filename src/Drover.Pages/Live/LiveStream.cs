using System.Text;
using Drover.Pages.Logs;
using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Pages.Live;

/// <summary>The stream by which an open page hears that it should look again (server-sent events; WHATWG HTML, section 9.2).</summary>
/// <param name="beat">Tells of changes.</param>
/// <param name="shelf">Logs that are followed on pages.</param>
/// <param name="followers">Places of live streams.</param>
internal sealed class LiveStream(ChangeBeat beat, LogShelf shelf, FollowerPlaces followers)
{
    /// <summary>How long a stream may be silent: what lies between often cuts a connection that is silent for a minute.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private static readonly byte[] s_change = "event: change\ndata:\n\n"u8.ToArray();

    public async Task FollowAsync(Call call)
    {
        var name = call.Parameters("log").Text("log");
        var response = call.Http.Response;
        PageRenderer.Protect(response);
        response.ContentType = "text/event-stream";
        if (call.IsHead)
            return;
        using var log = name is null ? null : new LogWatch(shelf, call, name);
        using var place = followers.Take(call.Visitor);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        beat.Enter();
        try
        {
            var next = Next();
            await SendAsync(": here\n\n"u8.ToArray());
            while (true)
            {
                var comes = await call.ComesAsync(next, Heartbeat, enough.Token);
                if (!call.IsStillLetIn)
                    return;
                if (comes)
                {
                    next = Next();
                    // A reader that sleeps is waited for here; what happens meanwhile is told once when it is back.
                    // Which change it was lets pages share what is made of it; a log has no number.
                    await SendAsync(log is null ? Encoding.ASCII.GetBytes($"event: change\ndata: {beat.Count}\n\n") : s_change);
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

        Task Next() => log is null ? beat.Next : Task.WhenAny(beat.Next, log.Next(enough.Token));

        async Task SendAsync(byte[] frame)
        {
            await response.Body.WriteAsync(frame, enough.Token);
            await response.Body.FlushAsync(enough.Token);
        }
    }
}
