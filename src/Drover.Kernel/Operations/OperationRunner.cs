using System.Collections.Concurrent;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.Operations;

/// <summary>Runs operations as tasks. A task exists only while an operation runs.</summary>
internal sealed class OperationRunner(KernelHost host)
{
    private readonly ConcurrentDictionary<long, RunningOperation> _running = new();
    private volatile bool _abandoned;

    public string? WaitsFor(long job) => _running.TryGetValue(job, out var running) ? running.Context.WaitsFor : null;

    public void Start(Effect effect)
    {
        switch (effect)
        {
            case PrepareOpcode prepare:
                Launch(prepare.JobId, prepare.Opcode, resumed: false, prepares: true);
                break;
            case RunOpcode run:
                Launch(run.JobId, run.Opcode, run.Resumed, prepares: false);
                break;
            case StopOpcode stop:
                if (_running.TryGetValue(stop.JobId, out var running))
                    running.Stop(stop.Reason);
                break;
        }
    }

    /// <summary>Whether anything runs that a drain waits for: not what the next start takes up again, steps before locking and what can be interrupted
    /// and is resumed.</summary>
    public bool HasWork => _running.Values.Any(r => !r.IsRepeatable);

    /// <summary>Waits until nothing of that runs, for at most <paramref name="grace"/>.</summary>
    public async Task DrainAsync(TimeSpan grace, CancellationToken atOnce)
    {
        Task[] tasks = [.. _running.Values.Where(r => !r.IsRepeatable).Select(r => r.Task)];
        try
        {
            await Task.WhenAll(tasks).WaitAsync(grace, host.Clock, atOnce);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // What still runs is taken up by its recovery rule at the next start.
        }
    }

    /// <summary>Stops what still runs without recording an end, unless it succeeds at that very moment: the next start recovers it.</summary>
    public async Task AbandonAsync()
    {
        _abandoned = true;
        foreach (var running in _running.Values)
        {
            running.Stop(null);
            running.Context.Entries.Close();
        }
        await Task.WhenAll(_running.Values.Select(r => r.Task))
            .WaitAsync(TimeSpan.FromSeconds(5), host.Clock).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private void Launch(long id, int opcode, bool resumed, bool prepares)
    {
        if (host.State.Unfinished(id) is not { } job)
            return;
        try
        {
            Launch(job, opcode, resumed, prepares);
        }
        catch (Exception e)
        {
            if (prepares)
                host.Post(new ReportPrepared(id, opcode, OpcodeResults.From(e)), Caller.Job(id, default));
            else
                host.Post(new ReportEnded(id, opcode, JobStatus.Error, null, OpcodeResults.From(e), null), Caller.Job(id, default));
        }
    }

    private void Launch(Job job, int opcode, bool resumed, bool prepares)
    {
        var (id, op) = (job.Id, job.Ops[opcode]);
        var context = new OperationContext(host, id, opcode, job.Owner, op.Input, op.Progress, resumed);
        var operation = host.Model.Operation(op.OpId)!;
        var running = new RunningOperation(context, prepares || operation is { Interruptible: true, Recovery: Recovery.Resume });
        _running[id] = running;
        running.Task = prepares
            ? PrepareAsync(operation, running, id, opcode)
            : RunAsync((EffectOperation)operation, running, id, opcode);
    }

    private async Task PrepareAsync(Operation operation, RunningOperation running, long id, int opcode)
    {
        await Task.Yield();
        RawJson? failure = null;
        try
        {
            await operation.PrepareAsync(running.Context, running.Token);
        }
        catch (Exception e)
        {
            failure = OpcodeResults.From(e);
        }
        running.Dispose();
        if (!(_abandoned && failure is not null))
            host.Post(new ReportPrepared(id, opcode, failure), Caller.Job(id, Principal.System));
        Leave(id, running);
    }

    private async Task RunAsync(EffectOperation operation, RunningOperation running, long id, int opcode)
    {
        await Task.Yield();
        OpcodeOutcome? outcome = null;
        var failure = RawJson.Null;
        var status = JobStatus.Error;
        try
        {
            outcome = await operation.RunAsync(running.Context, running.Token);
            status = JobStatus.Success;
        }
        catch (OperationCanceledException) when (running.Token.IsCancellationRequested)
        {
            (status, failure) = (JobStatus.Canceled, running.Context.StopReason is { } why ? RawJson.String(why) : OpcodeResults.Canceled);
        }
        catch (Exception e)
        {
            failure = OpcodeResults.From(e);
        }
        running.Dispose();
        if (!(host.Stopping && status == JobStatus.Canceled) && !(_abandoned && status != JobStatus.Success))
            host.Post(new ReportEnded(id, opcode, status, outcome, failure, running.Context.Entries), Caller.Job(id, Principal.System));
        Leave(id, running);
    }

    /// <summary>Called once the report is in the inbox, so that a stop which finds nothing running closes it after that.</summary>
    private void Leave(long id, RunningOperation running) =>
        _running.TryRemove(new KeyValuePair<long, RunningOperation>(id, running));
}
