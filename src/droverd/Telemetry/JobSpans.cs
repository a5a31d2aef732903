using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Drover.Kernel.Jobs;

namespace Drover.Daemon.Telemetry;

/// <summary>Makes the spans of a finished job: from its submit to its end, the wait in the queue, and of each opcode its wait for locks and its run. All is read from the job's row, so that
/// a restart in the middle of a job is in no span's way. They belong to the trace that the submit was a part of; else the trace id follows from the cluster and the job.</summary>
/// <param name="source">Makes activities.</param>
/// <param name="cluster">The cluster's UUID.</param>
internal sealed class JobSpans(ActivitySource source, string cluster)
{
    /// <summary>The trace id of a job that was submitted as a part of no other.</summary>
    public static ActivityTraceId TraceOf(string cluster, long job) =>
        ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cluster}/job/{job}"))).AsSpan(0, 16));

    /// <summary>Tells of a job.</summary>
    public void Tell(Job job)
    {
        if (job.Ended is not { } end)
            return;
        if (!ActivityContext.TryParse(job.Trace, null, isRemote: true, out var trace))
            trace = new ActivityContext(TraceOf(cluster, job.Id), default, ActivityTraceFlags.Recorded);
        using var whole = Begin(string.Create(CultureInfo.InvariantCulture, $"job {job.Id}"), trace, job.Received);
        if (whole is null)
            return;
        whole.SetTag("drover.job.id", job.Id);
        whole.SetTag("drover.job.owner", job.Owner.ToString());
        whole.SetTag("drover.job.summary", string.Join(", ", job.Summaries));
        Span("queue", whole, job.Received, job.Started ?? end);
        foreach (var (i, op) in job.Ops.Index())
            Tell(whole, i, op);
        End(whole, job.Status, end);
    }

    private void Tell(Activity job, int index, Opcode op)
    {
        if (op.Started is not { } start || op.Ended is not { } end || Begin(op.OpId, job.Context, start) is not { } whole)
            return;
        using (whole)
        {
            whole.SetTag("drover.opcode.index", index);
            whole.SetTag("drover.opcode.summary", op.Summary);
            Span("locks", whole, start, op.Executed ?? end);
            if (op.Executed is { } run)
                Span("run", whole, run, end);
            End(whole, op.Status, end);
        }
    }

    private void Span(string name, Activity parent, Timestamp from, Timestamp to)
    {
        using var span = Begin(name, parent.Context, from);
        span?.SetEndTime(to.ToDateTimeOffset().UtcDateTime);
    }

    private Activity? Begin(string name, ActivityContext parent, Timestamp from) =>
        source.StartActivity(name, ActivityKind.Internal, parent, startTime: from.ToDateTimeOffset());

    private static void End(Activity span, JobStatus status, Timestamp end)
    {
        var word = status.ToString().ToLowerInvariant();
        span.SetTag("drover.status", word);
        span.SetStatus(status == JobStatus.Success ? ActivityStatusCode.Ok : ActivityStatusCode.Error, status == JobStatus.Success ? null : word);
        span.SetEndTime(end.ToDateTimeOffset().UtcDateTime);
    }
}
