using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>A running operation has returned.</summary>
internal sealed class ReportEnded(long id, int opcode, JobStatus status, OpcodeOutcome? outcome, RawJson failure) : Command<bool>
{
    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Locks.IsAbandoned(id))
        {
            decision.Emit(new AbandonedLocksFreed(id));
            return false;
        }
        if (Running(decision) is not { } job)
            return false;
        Scheduler.End(decision, id, opcode, status, outcome is null ? failure : JobSubmission.SubmitFollowUps(decision, job, outcome));
        return true;
    }

    /// <summary>What the operation left cannot be recorded as it is: the opcode ends all the same, and says why.</summary>
    internal override bool DecideAfterFault(Decision decision, Exception cause)
    {
        if (Running(decision) is null)
            return false;
        Scheduler.End(decision, id, opcode, JobStatus.Error, OpcodeResults.ExecutionError(
            $"The operation has ended as {status.Name()}, but what it left cannot be recorded: {cause.Message}"));
        return true;
    }

    private Job? Running(Decision decision) =>
        decision.State.Unfinished(id) is { } job && job.Current == opcode && job.Ops[opcode].Status == JobStatus.Running ? job : null;
}
