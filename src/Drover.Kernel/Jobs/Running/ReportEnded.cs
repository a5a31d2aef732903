using Drover.Kernel.Commands;
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
