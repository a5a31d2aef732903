using Drover.Kernel.Logs;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Logs;

/// <summary>A log as server-sent events: what there is from the place asked for, then what comes.</summary>
/// <param name="options">How it behaves.</param>
/// <param name="followers">Places of live streams.</param>
internal sealed class LogStream(LogRoomOptions options, FollowerPlaces followers)
{
    public async Task FollowAsync(Call call, ILog log, LogRange range)
    {
        if (range.Lines < long.MaxValue)
            throw RequestException.Bad("PARAMETER_INVALID", "A stream has no end, so 'lines' has no meaning for it; leave it out.", "lines");
        var offset = await range.BeginAsync(log, (await log.StatAsync(call.Aborted)).End, call.Aborted);
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        if (call.IsHead)
            return;
        using var place = followers.Take(call.Visitor);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        var frames = new LogFrames(response.BodyWriter);
        try
        {
            await response.StartAsync(enough.Token);
            // The first frame says where the stream begins, also when there is nothing yet: a reader always knows where to resume.
            for (var first = true; ; first = false)
            {
                var piece = first ? await log.ReadAsync(offset, LogRoutes.PieceBytes, enough.Token) : await log.NextAsync(offset, LogRoutes.PieceBytes, options.Heartbeat, enough.Token);
                if (!call.IsStillLetIn)
                    return;
                if (first || piece.IsNews)
                {
                    piece = piece with { Bytes = LineCut.Whole(piece.Bytes, LogRoutes.PieceBytes) };
                    if (range.Timestamps)
                        await frames.TakeTimesAsync(log, piece, enough.Token);
                    frames.WriteEvents(piece);
                    offset = piece.Next;
                }
                else
                {
                    frames.Comment("still here");
                }
                if (await PatientFlush.IsTakenAsync(response.BodyWriter, options.SlowReader, call.Kernel.Clock, enough.Token))
                    continue;
                // It has left, or holds a place that others may want.
                call.Http.Abort();
                return;
            }
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            // The stream ends; the client resumes when the daemon is back.
        }
    }
}
