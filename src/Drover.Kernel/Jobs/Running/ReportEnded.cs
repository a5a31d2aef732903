using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>A running operation has returned.</summary>
/// <param name="id">Its job.</param>
/// <param name="opcode">Index of its opcode.</param>
/// <param name="status">How it ended.</param>
/// <param name="outcome">What it left; null when it failed.</param>
/// <param name="failure">Its result when it failed.</param>
/// <param name="log">What it has written and is still on its way; null when it was never called.</param>
internal sealed class ReportEnded(long id, int opcode, JobStatus status, OpcodeOutcome? outcome, RawJson failure, OperationLog? log) : Command<bool>
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
        AppendLog(decision);
        Scheduler.End(decision, id, opcode, status, outcome is null ? failure : JobSubmission.SubmitFollowUps(decision, job, outcome));
        return true;
    }

    /// <summary>What the operation left cannot be recorded as it is: the opcode ends all the same, and says why.</summary>
    internal override bool DecideAfterFault(Decision decision, Exception cause)
    {
        if (Running(decision) is null)
            return false;
        AppendLog(decision);
        Scheduler.End(decision, id, opcode, JobStatus.Error, OpcodeResults.ExecutionError(
            $"The operation has ended as {status.Name()}, but what it left cannot be recorded: {cause.Message}"));
        return true;
    }

    /// <summary>A job's log is complete when it ends.</summary>
    private void AppendLog(Decision decision)
    {
        foreach (var entry in log?.Take(decision) ?? [])
            JobLogs.Append(decision, id, opcode, entry.Type, entry.Content);
    }

    private Job? Running(Decision decision) =>
        decision.State.Unfinished(id) is { } job && job.Current == opcode && job.Ops[opcode].Status == JobStatus.Running ? job : null;
}
