using System.Diagnostics.Metrics;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;

namespace Drover.Kernel.Metrics;

/// <summary>What is measured of jobs, the queue and locks. Labels are words of the program: opcode ids and states, never names.
/// <c>docs/metrics.md</c> has the table.</summary>
internal sealed class JobInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _queueWait;
    private readonly Histogram<double> _lockWait;
    private readonly Histogram<double> _run;
    private readonly Counter<long> _ended;

    /// <summary>Since when the current opcodes of jobs have asked for their locks. The writer's own.</summary>
    private readonly Dictionary<long, Timestamp> _asking = [];

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="kernel">What is measured.</param>
    public JobInstruments(IMeterFactory? meters, IKernel kernel)
    {
        _meter = meters?.Create("Drover.Jobs") ?? new Meter("Drover.Jobs");
        _queueWait = _meter.CreateHistogram("drover.jobs.queue.wait", "s", "Time from the submit of a job until it left the queue.", tags: null, Buckets.Waits);
        _lockWait = _meter.CreateHistogram("drover.jobs.lock.wait", "s", "Time from when an opcode asked for its locks until it had them.", tags: null, Buckets.Waits);
        _run = _meter.CreateHistogram("drover.jobs.run", "s", "Time from when an opcode had its locks until it ended.", tags: null, Buckets.Waits);
        _ended = _meter.CreateCounter<long>("drover.jobs.ended", "{job}", "Jobs that have ended, by how.");
        foreach (var status in Enum.GetValues<JobStatus>())
            if (status.IsFinal())
                _ended.Add(0, Label(status));
        _meter.CreateObservableGauge("drover.jobs", () => ByStatus(kernel.State), "{job}", "Jobs that are listed, by status.");
        _meter.CreateObservableGauge("drover.jobs.last_id", () => kernel.State.QueueState.LastJobId, "{id}", "Highest job id given.");
        _meter.CreateObservableGauge("drover.queue.unfinished", () => kernel.State.Queue.Unfinished, "{job}", "Jobs that are not final.");
        _meter.CreateObservableGauge("drover.queue.limit", () => kernel.Model.Options.QueueLimit, "{job}", "Most unfinished jobs that are taken.");
        _meter.CreateObservableGauge("drover.queue.held", () => kernel.State.Queue.Held.Count, "{job}", "Queued jobs that a filter or a rate limit holds back.");
        _meter.CreateObservableGauge("drover.queue.drained", () => kernel.State.QueueState.Drained ? 1 : 0, unit: null, "1 while new jobs are refused.");
        _meter.CreateObservableGauge("drover.locks.waiting", () => kernel.State.Locks.WaitingCount, "{request}", "Lock requests that wait.");
        _meter.CreateObservableGauge("drover.locks.owners", () => kernel.State.Locks.OwnerCount, "{job}", "Jobs that own locks.");
    }

    /// <summary>A batch is durable: measures what happened in it. Called on the writer's thread.</summary>
    public void Committed(Decision decision)
    {
        foreach (var decided in decision.Events)
            Take(decided.Happening, decision.State, decision.Now);
        foreach (var job in decision.State.JustFinished.Values)
            _ended.Add(1, Label(job.Status));
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Label(JobStatus status) => new("status", status.Name());

    private void Take(Event happening, KernelState state, Timestamp now)
    {
        switch (happening)
        {
            case OpcodeWaiting e:
                // One that a crash put back into the queue has left it before.
                if (e.Opcode == 0 && Find(state, e.Id) is { Started: { } left } job && left == now)
                    _queueWait.Record((left - job.Received).TotalSeconds);
                if (!e.Prepares)
                    _asking[e.Id] = now;
                break;
            case OpcodePrepared e:
                _asking[e.Id] = now;
                break;
            case OpcodeStarted e when _asking.Remove(e.Id, out var since):
                _lockWait.Record((now - since).TotalSeconds);
                break;
            case OpcodeEnded e:
                _asking.Remove(e.Id);
                Ran(Find(state, e.Id)?.Ops[e.Opcode]);
                break;
            // What is canceled as a whole does not run; a run that is killed or canceled ends as an opcode.
            case JobCanceled e:
                _asking.Remove(e.Id);
                break;
        }
    }

    private void Ran(Opcode? op)
    {
        if (op is { Executed: { } began, Ended: { } ended })
            _run.Record((ended - began).TotalSeconds,
                new KeyValuePair<string, object?>("opcode", op.OpId), Label(op.Status));
    }

    private static Job? Find(KernelState state, long id) => state.JustFinished.GetValueOrDefault(id) ?? state.Unfinished(id);

    private static Measurement<long>[] ByStatus(KernelState state)
    {
        var counts = new long[Enum.GetValues<JobStatus>().Length];
        foreach (var entry in state.Jobs.Values)
            if (entry is FinishedJob finished)
                counts[(int)finished.FinalStatus]++;
        var queue = QueueCount.Of(state);
        counts[(int)JobStatus.Queued] = queue.Queued;
        counts[(int)JobStatus.Waiting] = queue.Waiting;
        counts[(int)JobStatus.Running] = queue.Running;
        counts[(int)JobStatus.Canceling] = queue.Canceling;
        return [.. counts.Select((count, status) => new Measurement<long>(count, Label((JobStatus)status)))];
    }
}
