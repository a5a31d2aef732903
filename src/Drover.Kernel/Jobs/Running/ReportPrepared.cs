using Drover.Kernel.Commands;
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
