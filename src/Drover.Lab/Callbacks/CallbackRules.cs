using Drover.Kernel.Commands;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Callbacks;

/// <summary>When calls are raised: with the very change of the job that they tell.</summary>
internal static class CallbackRules
{
    /// <summary>Most calls that may wait to be made; what more there is is given up at once, and said so.</summary>
    internal const int MostWaiting = 10_000;

    /// <summary>A job has come to run, or to its end: its calls are to be made.</summary>
    public static void Raise(Decision decision, TestJob job)
    {
        if (job.Callbacks == 0 || !Wants(job.NotifyWhen, job.State, job.Health))
            return;
        var waiting = decision.State.Objects.All(Callback.Kind).Count();
        for (var number = 0; number < job.Callbacks; number++)
        {
            var callback = new Callback { Job = job.Id, Number = number, State = job.State, Health = job.Health, Raised = decision.Now, Next = decision.Now };
            if (waiting + number < MostWaiting)
                decision.Store(Callback.Kind, callback.Key, callback);
            else
                Callback.Done.Write(decision, [callback with { IsSent = false, Outcome = $"given up at once: {MostWaiting} calls were waiting already" }]);
        }
    }

    /// <summary>Whether <c>criteria.status</c> asks for a job that has come to this.</summary>
    internal static bool Wants(string? status, TestJobState state, TestJobHealth health) => (status, state) switch
    {
        ("running" or "all", TestJobState.Running) => true,
        ("finished" or "all", TestJobState.Finished) => true,
        ("complete", TestJobState.Finished) => health == TestJobHealth.Complete,
        ("incomplete", TestJobState.Finished) => health == TestJobHealth.Incomplete,
        ("canceled", TestJobState.Finished) => health == TestJobHealth.Canceled,
        _ => false,
    };
}
