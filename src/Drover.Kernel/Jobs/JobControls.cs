using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>What became of a control: whether it was done, and a reason code for the wires to word.</summary>
public sealed record ControlAnswer(bool Done, ControlOutcome Outcome, JobStatus? Status = null);

/// <summary>Outcomes of cancel, kill and priority changes.</summary>
public enum ControlOutcome
{
    /// <summary>A queued job was canceled at once.</summary>
    Dequeued,
    /// <summary>A waiting job was canceled at once.</summary>
    CanceledWaiting,
    /// <summary>A waiting job is being canceled: its step before locking has been asked to stop.</summary>
    Canceling,
    /// <summary>A running job was told; it ends as soon as its operation allows.</summary>
    ToldRunning,
    /// <summary>A running job was ended; its locks stay held until its operation has returned.</summary>
    Killed,
    /// <summary>The priority of opcodes that have not begun was changed.</summary>
    PriorityChanged,
    /// <summary>Nothing of the job is left that a priority could change.</summary>
    NothingPending,
    /// <summary>There is no such unfinished job.</summary>
    NotFound,
}

/// <summary>Cancels a job: a queued or waiting one at once; a running one is asked, or ended when <paramref name="kill"/> is set.</summary>
public sealed class CancelJob(long id, bool kill) : Command<ControlAnswer>
{
    /// <inheritdoc/>
    protected internal override ControlAnswer Decide(Decision decision)
    {
        if (decision.State.Unfinished(id) is not { } job)
            return new ControlAnswer(false, ControlOutcome.NotFound, decision.State.Jobs.GetValueOrDefault(id)?.Status);
        switch (job.Status)
        {
            case JobStatus.Queued:
                Scheduler.Cancel(decision, job, OpcodeResults.Canceled);
                return new ControlAnswer(true, ControlOutcome.Dequeued);
            case JobStatus.Waiting when decision.State.Queue.Preparing.Contains(id):
                decision.Emit(new JobCanceling(id));
                decision.Touch(id);
                decision.After(new StopOpcode(id));
                return new ControlAnswer(true, ControlOutcome.Canceling);
            case JobStatus.Waiting:
                Scheduler.Cancel(decision, job, OpcodeResults.Canceled);
                return new ControlAnswer(true, ControlOutcome.CanceledWaiting);
            case JobStatus.Running when kill:
                decision.State = decision.State with { Locks = decision.State.Locks.Abandon(id) };
                decision.After(new StopOpcode(id));
                Scheduler.End(decision, id, job.Current, JobStatus.Error, OpcodeResults.ExecutionError("Job was killed by request"));
                return new ControlAnswer(true, ControlOutcome.Killed);
            case JobStatus.Running:
                if (job.CancelRequested is null)
                    decision.Emit(new JobCancelRequested(id));
                decision.Touch(id);
                if (decision.Model.Operation(job.Ops[job.Current].OpId)?.Interruptible == true)
                    decision.After(new StopOpcode(id));
                return new ControlAnswer(false, ControlOutcome.ToldRunning);
            default:
                return new ControlAnswer(true, ControlOutcome.Canceling);
        }
    }
}

/// <summary>Changes the priority of the opcodes of a job that have not begun to run.</summary>
public sealed class ChangeJobPriority(long id, int priority) : Command<ControlAnswer>
{
    /// <inheritdoc/>
    protected internal override ControlAnswer Decide(Decision decision)
    {
        if (priority is < -20 or > 19)
            throw new DroverException("PRIORITY_OUT_OF_RANGE", $"The priority {priority} is out of range; give a number from -20 (first) to 19 (last).");
        if (decision.State.Unfinished(id) is not { } job)
            return new ControlAnswer(false, ControlOutcome.NotFound, decision.State.Jobs.GetValueOrDefault(id)?.Status);
        if (job.Status == JobStatus.Canceling)
            return new ControlAnswer(false, ControlOutcome.Canceling, job.Status);
        if (!job.Ops.Any(op => op.Status is JobStatus.Queued or JobStatus.Waiting))
            return new ControlAnswer(false, ControlOutcome.NothingPending, job.Status);
        decision.Emit(new JobPriorityChanged(id, priority));
        decision.Touch(id);
        Scheduler.Reprioritise(decision, job, decision.State.Unfinished(id)!);
        return new ControlAnswer(true, ControlOutcome.PriorityChanged, job.Status);
    }
}

/// <summary>Moves finished jobs out of the listing. Answers how many of them were.</summary>
public sealed class ArchiveJobs(IReadOnlyList<long> ids) : Command<int>
{
    /// <inheritdoc/>
    protected internal override int Decide(Decision decision)
    {
        var final = ids.Distinct().Where(id => decision.State.Jobs.GetValueOrDefault(id) is FinishedJob).ToImmutableArray();
        if (!final.IsEmpty)
            decision.Emit(new JobsArchived(final));
        return final.Length;
    }
}

/// <summary>Lets an admin give up on an operation that has not returned after a kill: its locks become free.</summary>
public sealed class BreakAbandonedLocks(long id) : Command<bool>
{
    /// <inheritdoc/>
    protected internal override bool Decide(Decision decision)
    {
        if (!decision.State.Locks.IsAbandoned(id))
            return false;
        decision.State = decision.State with { Locks = decision.State.Locks.BreakAbandoned(id) };
        return true;
    }
}
