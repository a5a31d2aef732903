using Drover.Kernel.Commands;

namespace Drover.Lab.TestJobs;

/// <summary>An observation: a worker runs a test job. True when that is news.</summary>
internal sealed class ReportRunning(long id) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision) => decision.State.TestJob(id) is { State: TestJobState.Scheduled } job && TestJobChanges.Run(decision, job);

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}

/// <summary>An observation: a test job has ended. True when that is news.</summary>
internal sealed class ReportEnd(long id, TestJobEnd end) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        if (decision.State.TestJob(id) is not { IsOver: false, Worker: not null } job)
            return false;
        TestJobChanges.Finish(decision, job, end);
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause)
    {
        if (decision.State.TestJob(id) is not { IsOver: false } job)
            return false;
        TestJobChanges.Finish(decision, job, new TestJobEnd(TestJobHealth.Incomplete, "Bug", $"Its end could not be recorded: {cause.Message}"));
        return true;
    }
}

/// <summary>A test job is to end. True when it is over at once: nobody has taken it.</summary>
/// <param name="id">The test job.</param>
/// <param name="isTaken">Whether a worker may have begun it.</param>
internal sealed class CancelTestJob(long id, bool isTaken) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        // One that was killed is gone from here, but its worker may still be at it.
        if (decision.State.TestJob(id) is not { } job)
            return !isTaken;
        if (!isTaken && job.State <= TestJobState.Scheduled)
            TestJobChanges.Finish(decision, job, new TestJobEnd(TestJobHealth.Canceled));
        else
            TestJobChanges.Cancel(decision, job);
        return decision.State.TestJob(id) is { IsOver: true };
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
