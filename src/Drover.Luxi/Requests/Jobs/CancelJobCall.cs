using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>CancelJob: <c>[id, kill]</c>, or <c>[id]</c>. In 2.6 a job that runs is left alone.</summary>
internal sealed class CancelJobCall(long id, bool kill) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        RequestException problem;
        try
        {
            args.Expect(2);
            return new CancelJobCall(args.JobId(0), args.Bool(1)) { Is26 = args.Is26 };
        }
        catch (RequestException error)
        {
            problem = error;
        }
        if (args.Count == 1)
            return new CancelJobCall(args.JobId(0), kill: false) { Is26 = args.Is26 };
        // The original names both of the forms that it tried.
        throw new RequestException($"{problem.Message}; {args.Fail("Unable to read 1 tuple").Message}", args.Is26);
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var answer = await context.Kernel.ExecuteAsync(new CancelJob(id, kill) { OnlyPending = Is26 && !kill }, context.Caller, CancellationToken.None);
        return LuxiResult.Of(answer.Done, Is26 ? Word26(answer) : Word(answer));
    }

    private string Word(ControlAnswer answer) => answer.Outcome switch
    {
        ControlOutcome.Dequeued => $"Dequeued job {id}",
        ControlOutcome.CanceledWaiting => "Job successfully cancelled",
        ControlOutcome.Canceling => $"Job {id} will be canceled",
        ControlOutcome.ToldRunning => "Job no longer waiting, can't cancel (informed it anyway)",
        ControlOutcome.Killed or ControlOutcome.KilledPreparing => "SIGKILL send to the process",
        _ => $"Job {id} not found in queue",
    };

    private string Word26(ControlAnswer answer) => answer.Outcome switch
    {
        ControlOutcome.Dequeued => $"Job {id} canceled",
        ControlOutcome.CanceledWaiting or ControlOutcome.Canceling => $"Job {id} will be canceled",
        ControlOutcome.NotFound when answer.Status is null => $"Job {id} not found",
        ControlOutcome.Killed or ControlOutcome.KilledPreparing => "SIGKILL send to the process",
        _ => $"Job {id} is no longer waiting in the queue",
    };
}
