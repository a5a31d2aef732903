using Drover.Kernel;
using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>ChangeJobPriority: <c>[id, priority]</c>, priority -20 to 19.</summary>
internal sealed class ChangeJobPriorityCall(long id, int priority) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        return new ChangeJobPriorityCall(args.JobId(0), args.Int(1)) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        context.Require(Permission.ToJob(AccessAction.Control, id, context.State));
        // A job that is not there is told before a priority that is out of range, as 3.0.2 does.
        var answer = context.State.Unfinished(id) is null
            ? new ControlAnswer(false, ControlOutcome.NotFound)
            : await context.Kernel.ExecuteAsync(new ChangeJobPriority(id, priority), context.Caller, CancellationToken.None);
        return LuxiResult.Of(answer.Done, answer.Outcome switch
        {
            ControlOutcome.PriorityChanged => $"Priorities of pending opcodes for job {id} have been changed to {priority}",
            ControlOutcome.NothingPending => $"Job {id} had no pending opcodes",
            ControlOutcome.Canceling => $"Job {id} is cancelling",
            _ => $"Job {id} not found in queue",
        });
    }
}
