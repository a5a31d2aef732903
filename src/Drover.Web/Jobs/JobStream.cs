using System.Buffers;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>One job as server-sent events: where it stands, then what is new, up to its end.</summary>
/// <param name="options">How it behaves.</param>
internal sealed class JobStream(JobRoomOptions options)
{
    public async Task FollowAsync(Call call)
    {
        var after = (int?)call.Parameters("after_log").Number("after_log", 0, int.MaxValue);
        var id = call.JobId;
        bool inside;
        // Only jobs that exist are watched: a watch on others would never be forgotten.
        using (var context = call.Kernel.Look(call.Caller))
            inside = call.MayInspect(JobLookup.Entry(context, id));
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        if (call.IsHead)
            return;
        // It keeps no more than one who waits for the answer of a long poll, so it takes no place of the followers.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        try
        {
            await response.StartAsync(enough.Token);
            await TellAsync(call, id, new JobProgress(call, id, inside, inside ? after : null), enough.Token);
        }
        catch (OperationCanceledException) when (call.Stopping.IsCancellationRequested)
        {
            // The stream ends; the client comes back when the daemon does.
        }
    }

    private async Task TellAsync(Call call, long id, JobProgress progress, CancellationToken cancellationToken)
    {
        var clock = call.Kernel.Clock;
        var output = call.Http.Response.BodyWriter;
        long? lastFrame = null;
        while (!progress.IsOver && call.IsStillLetIn)
        {
            // Taken before the look, so that no change between the two is missed.
            using var change = call.Kernel.Watch.Next(id);
            var news = progress.Look();
            var gathering = news == JobNews.Log && lastFrame is { } last ? options.Gather - clock.GetElapsedTime(last) : TimeSpan.Zero;
            if (news == JobNews.None || gathering > TimeSpan.Zero)
            {
                var happened = await change.WaitAsync(news == JobNews.None ? options.Heartbeat : gathering, clock, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (happened || news == JobNews.Log)
                    continue;
                output.Write(": still here\n\n"u8);
            }
            else
            {
                progress.WriteTo(output);
                lastFrame = progress.IsBehind ? null : clock.GetTimestamp();
            }
            if (await PatientFlush.IsTakenAsync(output, options.SlowReader, clock, cancellationToken))
                continue;
            // It has left, or takes nothing.
            call.Http.Abort();
            return;
        }
    }
}
