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
    private readonly Lock _gate = new();
    private readonly PriorityQueue<long, Timestamp> _deadlines = new();
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);

    /// <summary>Why a test job that waited for too long is canceled, in words.</summary>
    public static string ReasonOf(TestJob job) => $"No device was free for it within {(job.QueueEnds!.Value - job.Submitted).TotalSeconds:0.###} s, which is the queue timeout of its definition";

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        foreach (var job in kernel.State.Objects.All(TestJob.Kind).Where(job => job.Device is null))
            Watch(job);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Remembers the deadline of a test job. Whether there is such a job then, and what it has, is looked at when it is over.</summary>
    public void Watch(TestJob job)
    {
        if (job.QueueEnds is { } ends)
            lock (_gate)
                _deadlines.Enqueue(job.Id, ends);
    }

    /// <summary>Cancels those whose time is over.</summary>
    internal async Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var now = Timestamp.From(kernel.Clock);
        while (TakeOver(now) is { } id)
        {
            if (kernel.State.TestJob(id) is not { } job || !job.IsLate(now))
                continue;
            try
            {
                var answer = await kernel.ExecuteAsync(new CancelJob(id, kill: false, ReasonOf(job)) { OnlyPending = true }, Caller.System, cancellationToken);
                if (answer.Done)
                    LabLog.QueueTimeout(_log, id);
            }
            catch
            {
                Watch(job);
                throw;
            }
        }
    }

    private long? TakeOver(Timestamp now)
    {
        lock (_gate)
            return _deadlines.TryPeek(out _, out var ends) && ends < now ? _deadlines.Dequeue() : null;
    }
}
