using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Locks;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>The step before locking has ended: locks are asked for, or the job ends.</summary>
internal sealed class ReportPrepared(long id, int opcode, RawJson? failure) : Command<bool>
{
    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision)
    {
        decision.State = decision.State with
        {
            Queue = decision.State.Queue with { Preparing = decision.State.Queue.Preparing.Remove(id) },
        };
        if (decision.State.Unfinished(id) is not { } job || job.Current != opcode)
            return false;
        if (job.Status == JobStatus.Canceling)
            Scheduler.Cancel(decision, job, OpcodeResults.Canceled);
        else if (failure is { } result)
            Scheduler.End(decision, id, opcode, JobStatus.Error, result);
        else
            Scheduler.AskForLocks(decision, job);
        return true;
    }
}

/// <summary>A running operation has returned.</summary>
internal sealed class ReportEnded(long id, int opcode, JobStatus status, OpcodeOutcome? outcome, RawJson failure) : Command<bool>
{
    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Locks.IsAbandoned(id))
        {
            decision.State = decision.State with { Locks = decision.State.Locks.BreakAbandoned(id) };
            return false;
        }
        if (decision.State.Unfinished(id) is not { } job || job.Current != opcode || job.Ops[opcode].Status != JobStatus.Running)
            return false;
        var result = outcome is null ? failure : JobSubmission.SubmitFollowUps(decision, id, job, outcome);
        Scheduler.End(decision, id, opcode, status, result);
        return true;
    }
}

/// <summary>A resumable operation says how far it is.</summary>
internal sealed class SaveProgress(long id, int opcode, RawJson progress) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Unfinished(id) is not { } job || job.Ops[opcode].Status != JobStatus.Running)
            return false;
        decision.Emit(new OpcodeProgressed(id, opcode, progress));
        decision.Touch(id);
        return true;
    }
}

/// <summary>A running operation gives up locks early, or makes them shared.</summary>
internal sealed class GiveUpLocks(long id, IReadOnlyList<LockName> locks, bool downgrade) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        var table = decision.State.Locks;
        if (table.Owned(id) is null || table.IsAbandoned(id))
            return false;
        decision.State = decision.State with { Locks = downgrade ? table.Downgrade(id, locks) : table.Release(id, locks) };
        return true;
    }
}

/// <summary>First command of every start: takes up what the last run left.</summary>
internal sealed class RecoverJobs(Func<long, JobStatus?> departed) : Command<int>
{
    internal override bool MustHappen => true;

    protected internal override int Decide(Decision decision)
    {
        var requeued = ImmutableArray.CreateBuilder<long>();
        var failed = ImmutableArray.CreateBuilder<long>();
        var canceled = ImmutableArray.CreateBuilder<long>();
        var resumed = new List<Job>();
        var unfinished = decision.State.Jobs.Values.OfType<Job>().ToList();
        foreach (var job in unfinished)
            Sort(decision, job, requeued, failed, canceled, resumed);

        foreach (var job in resumed)
            Scheduler.Resume(decision, job, Departed(decision, job));
        if (requeued.Count + failed.Count + canceled.Count > 0)
            decision.Emit(new JobsRecovered(
                requeued.ToImmutable(), failed.ToImmutable(), canceled.ToImmutable(),
                OpcodeResults.ExecutionError("The daemon stopped while this opcode ran; what it had done by then is not known"),
                OpcodeResults.PrecedingFailed, OpcodeResults.Canceled));
        foreach (var job in unfinished)
            if (decision.State.Unfinished(job.Id) is { Status: JobStatus.Queued } queued)
                Scheduler.Enqueue(decision, queued, Departed(decision, queued));
        return unfinished.Count;
    }

    private static void Sort(
        Decision decision, Job job, ImmutableArray<long>.Builder requeued, ImmutableArray<long>.Builder failed,
        ImmutableArray<long>.Builder canceled, List<Job> resumed)
    {
        switch (job.Status)
        {
            case JobStatus.Waiting:
                requeued.Add(job.Id);
                break;
            case JobStatus.Canceling:
                canceled.Add(job.Id);
                break;
            case JobStatus.Running:
                var rule = decision.Model.Operation(job.Ops[job.Current].OpId)?.Recovery ?? Recovery.Fail;
                if (rule == Recovery.Resume)
                    resumed.Add(job);
                else
                    (rule == Recovery.Requeue ? requeued : failed).Add(job.Id);
                break;
        }
    }

    private Dictionary<long, JobStatus> Departed(Decision decision, Job job)
    {
        var found = new Dictionary<long, JobStatus>();
        foreach (var op in job.Ops)
            foreach (var dependency in op.Depends)
                if (!decision.State.Jobs.ContainsKey(dependency.JobId) && departed(dependency.JobId) is { } status)
                    found[dependency.JobId] = status;
        return found;
    }
}
