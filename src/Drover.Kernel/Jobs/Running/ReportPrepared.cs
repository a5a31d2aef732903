using Drover.Kernel.Commands;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>The step before locking has ended: locks are asked for, or the job ends.</summary>
internal sealed class ReportPrepared(long id, int opcode, RawJson? failure) : Command<bool>
{
    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision)
    {
        // A job that was killed meanwhile is gone, and a requeued one prepares again.
        if (!decision.State.Queue.Preparing.Contains(id) || decision.State.Unfinished(id) is not { } job || job.Current != opcode)
            return false;
        if (job.Status == JobStatus.Canceling)
            Scheduler.Cancel(decision, job, OpcodeResults.Canceled);
        else if (failure is { } result)
            Scheduler.End(decision, id, opcode, JobStatus.Error, result);
        else
            Scheduler.AskForLocks(decision, job);
        return true;
    }

    internal override bool DecideAfterFault(Decision decision, Exception cause)
    {
        if (decision.State.Unfinished(id) is not { } job || job.Current != opcode)
            return false;
        Scheduler.End(decision, id, opcode, JobStatus.Error, OpcodeResults.From(cause));
        return true;
    }
}
