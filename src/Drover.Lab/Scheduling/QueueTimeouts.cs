using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Lab.Telling;
using Drover.Lab.TestJobs;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Scheduling;

/// <summary>Cancels test jobs that have waited for a device for longer than their definitions allow. Deadlines stand in order: a look costs nothing while none is over.</summary>
internal sealed class QueueTimeouts(ILoggerFactory logging) : IController
{
    // A deadline is heard of within the turn that accepts its job, which may not be committed yet.
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<long, Timestamp> _deadlines = new();
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);

    /// <summary>Why a test job that waited for too long is canceled, in words.</summary>
    public static string ReasonOf(TestJob job) => $"No device was free for it within {(job.QueueEnds!.Value - job.Submitted).TotalSeconds:0.###} s, which is the queue timeout of its definition";

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        foreach (var job in kernel.State.Objects.All(TestJob.Kind).Where(job => job.State == TestJobState.Submitted))
            Watch(job);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Remembers the deadline of a test job. Whether there is such a job then, and what it has, is looked at when it is over.</summary>
    public void Watch(TestJob job)
    {
        if (job.QueueEnds is { } ends)
            Watch(job.Id, ends > job.Submitted ? ends : job.Submitted);
    }

    /// <summary>Cancels those whose time is over.</summary>
    internal async Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var now = Timestamp.From(kernel.Clock);
        List<(long Id, Timestamp Ends)> unknown = [];
        while (TakeOver(now) is { } over)
        {
            if (kernel.State.TestJob(over.Id) is not { } job)
            {
                if (now - over.Ends < s_grace)
                    unknown.Add(over);
                continue;
            }
            if (!job.IsLate(now))
                continue;
            try
            {
                var answer = await kernel.ExecuteAsync(new CancelJob(job.Id, kill: false, ReasonOf(job)) { OnlyPending = true }, Caller.System, cancellationToken);
                if (answer.Done)
                    LabLog.QueueTimeout(_log, job.Id);
            }
            catch
            {
                Watch(job);
                throw;
            }
        }
        foreach (var (id, ends) in unknown)
            Watch(id, ends);
    }

    private void Watch(long id, Timestamp ends)
    {
        lock (_gate)
            _deadlines.Enqueue(id, ends);
    }

    private (long Id, Timestamp Ends)? TakeOver(Timestamp now)
    {
        lock (_gate)
            return _deadlines.TryPeek(out _, out var ends) && ends < now ? (_deadlines.Dequeue(), ends) : null;
    }
}
