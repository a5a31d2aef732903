using System.Globalization;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Events;

/// <summary>The journal as server-sent events (WHATWG HTML, section 9.2): first what is kept of it after the number asked for, then live.
/// Signals go between them as they come, from the beginning on.</summary>
internal sealed class EventStream(EventOptions options, FollowerPlaces followers)
{
    private const int Page = 500;

    public async Task FollowAsync(Call call)
    {
        var parameters = call.Parameters("after", "signals");
        var after = After(call, parameters);
        CheckIsKept(call, after);
        var response = call.Http.Response;
        using var signals = SignalFeed.Open(call.Kernel, call.Caller, parameters.Text("signals"));
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        if (call.IsHead)
            return;
        using var place = followers.Take(call.Visitor);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        var frames = new EventFrames(response.BodyWriter, new RecordView(call.Kernel, call.Caller));
        try
        {
            await response.StartAsync(enough.Token);
            // The long way without a subscription, whose backlog would run over meanwhile; then the short rest with one.
            after = await ReplayAsync(call, frames, signals, after, enough.Token);
            using var live = call.Kernel.Events.Subscribe();
            after = await ReplayAsync(call, frames, signals, after, enough.Token);
            await LiveAsync(call, frames, live, signals, after, enough.Token);
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            // The stream ends; the client resumes when the daemon is back.
        }
    }

    private static async Task<long> ReplayAsync(Call call, EventFrames frames, SignalFeed signals, long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!call.IsStillLetIn)
                return after;
            List<JournalRecord> page;
            using (var store = call.Kernel.ReadStore())
                page = [.. store.Journal(after, Page)];
            foreach (var record in page)
                frames.Write(record);
            if (page.Count > 0)
                after = page[^1].Sequence;
            signals.WriteTo(frames);
            await frames.FlushAsync(cancellationToken);
            if (page.Count < Page)
                return after;
        }
    }

    private async Task LiveAsync(
        Call call, EventFrames frames, EventSubscription live, SignalFeed signals, long after, CancellationToken cancellationToken)
    {
        try
        {
            var more = live.Records.WaitToReadAsync(cancellationToken).AsTask();
            var signal = signals.WaitAsync(cancellationToken);
            var either = Task.WhenAny(more, signal);
            while (true)
            {
                var comes = await call.ComesAsync(either, options.Heartbeat, cancellationToken);
                if (!call.IsStillLetIn)
                    return;
                if (!comes)
                {
                    frames.Comment("still here");
                    await frames.FlushAsync(cancellationToken);
                    continue;
                }
                if (signal.IsCompleted)
                {
                    await signal;
                    signals.WriteTo(frames);
                    signal = signals.WaitAsync(cancellationToken);
                }
                if (more.IsCompleted)
                {
                    if (!await more)
                        return;
                    while (live.Records.TryRead(out var record))
                        if (record.Sequence > after)
                            frames.Write(record);
                    more = live.Records.WaitToReadAsync(cancellationToken).AsTask();
                }
                await frames.FlushAsync(cancellationToken);
                either = Task.WhenAny(more, signal);
            }
        }
        catch (DroverException dropped)
        {
            frames.Comment(dropped.Message);
            await frames.FlushAsync(cancellationToken);
        }
    }

    private static long After(Call call, Parameters parameters)
    {
        var header = call.Http.Request.Headers["Last-Event-ID"];
        // What a browser saw last is newer than the number in the address that it began with.
        if (header.Count == 1)
            return long.TryParse(header[0], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? last
                : throw RequestException.Bad("PARAMETER_INVALID", "The header Last-Event-ID holds no event number.", "Last-Event-ID");
        return parameters.Number("after", 0, long.MaxValue) ?? call.Kernel.State.Sequence;
    }

    private static void CheckIsKept(Call call, long after)
    {
        var newest = call.Kernel.State.Sequence;
        if (after > newest)
            throw new RequestException(409, "EVENT_AHEAD",
                $"Event {after} is not written yet; the newest one is {newest}. Was the state directory replaced? Begin again without a number.", "after");
        using var store = call.Kernel.ReadStore();
        var cut = store.Anchor.Sequence;
        if (after > 0 && after < cut)
            throw new RequestException(409, "EVENT_GONE",
                $"Events up to {cut} are not kept any more, so nothing can be resumed after {after}. Begin again after {cut}, or after 0 for all that is kept.", "after");
    }
}
