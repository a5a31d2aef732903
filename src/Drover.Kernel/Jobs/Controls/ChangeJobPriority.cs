using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Changes the priority of the opcodes of a job that have not begun to run.</summary>
public sealed class ChangeJobPriority(long id, int priority) : Command<ControlAnswer>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) =>
        [Permission.ToJob(AccessAction.Control, id, state)];

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
        return new ControlAnswer(true, ControlOutcome.PriorityChanged, job.Status);
    }
}
