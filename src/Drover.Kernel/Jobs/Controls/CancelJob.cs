using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Cancels a job: a queued or waiting one at once; a preparing or running one is asked, or ended when <paramref name="kill"/> is set.</summary>
/// <param name="id">The job.</param>
/// <param name="kill">Whether a preparing or running job is ended at once.</param>
/// <param name="reason">What the canceled opcodes say as their result; null for <c>Job canceled by request</c>.</param>
public sealed class CancelJob(long id, bool kill, string? reason = null) : Command<ControlAnswer>
{
    /// <summary>Leaves a job alone that runs, instead of asking it to end.</summary>
    public bool OnlyPending { get; init; }

    private const string Killed = "Job was killed by request";

    private readonly RawJson _result = reason is null ? OpcodeResults.Canceled : RawJson.String(reason);

    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) =>
        [Permission.ToJob(kill ? AccessAction.Administer : AccessAction.Cancel, id, state)];

    /// <inheritdoc/>
    protected internal override ControlAnswer Decide(Decision decision)
    {
        if (decision.State.Unfinished(id) is not { } job)
            return new ControlAnswer(false, ControlOutcome.NotFound, decision.State.Jobs.GetValueOrDefault(id)?.Status);
        switch (job.Status)
        {
            case JobStatus.Queued:
                Scheduler.Cancel(decision, job, _result);
                return new ControlAnswer(true, ControlOutcome.Dequeued);
            case JobStatus.Waiting or JobStatus.Canceling when kill && decision.State.Queue.Preparing.Contains(id):
                decision.EnqueueEffect(new StopOpcode(id, reason));
                Scheduler.Cancel(decision, job, RawJson.String(Killed));
                return new ControlAnswer(true, ControlOutcome.KilledPreparing);
            case JobStatus.Waiting when decision.State.Queue.Preparing.Contains(id):
                decision.Emit(new JobCanceling(id));
                decision.Touch(id);
                decision.EnqueueEffect(new StopOpcode(id, reason));
                return new ControlAnswer(true, ControlOutcome.Canceling);
            case JobStatus.Waiting:
                Scheduler.Cancel(decision, job, _result);
                return new ControlAnswer(true, ControlOutcome.CanceledWaiting);
            case JobStatus.Running when OnlyPending:
                return new ControlAnswer(false, ControlOutcome.LeftRunning);
            case JobStatus.Running when kill:
                decision.Emit(new LocksAbandoned(id));
                decision.EnqueueEffect(new StopOpcode(id, reason));
                Scheduler.End(decision, id, job.Current, JobStatus.Error, OpcodeResults.ExecutionError(Killed));
                return new ControlAnswer(true, ControlOutcome.Killed);
            case JobStatus.Running:
                if (job.CancelRequested is null)
                    decision.Emit(new JobCancelRequested(id));
                decision.Touch(id);
                if (decision.Model.Operation(job.Ops[job.Current].OpId)?.Interruptible == true)
                    decision.EnqueueEffect(new StopOpcode(id, reason));
                return new ControlAnswer(false, ControlOutcome.ToldRunning);
            default:
                return new ControlAnswer(true, ControlOutcome.Canceling);
        }
    }
}
