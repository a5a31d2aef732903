using Drover.Lab.TestJobs;

namespace Drover.Lab.Assignments;

/// <summary>A test job that a worker has to take, runs, or has to end.</summary>
public sealed class Assignment
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isTaken;

    internal Assignment(TestJob job, WorkerTexts texts, bool isTaken) => (Job, Worker, Device, Connects, Texts, _isTaken, State) =
        (job.Id, job.Worker!, job.Device ?? job.HostDevice!, job.HostDevice is not null, texts, isTaken, job.State);

    /// <summary>The test job.</summary>
    public long Job { get; }

    /// <summary>The worker that it is for.</summary>
    public string Worker { get; }

    /// <summary>The device that it has, or connects to.</summary>
    public string Device { get; }

    /// <summary>Whether it connects to a device that another test job of its group has: that one is to be told first.</summary>
    public bool Connects { get; }

    /// <summary>What the worker gets.</summary>
    public WorkerTexts Texts { get; }

    /// <summary>Whether a worker may have begun it: what was never taken is cancelled here alone.</summary>
    public bool IsTaken => _isTaken;

    /// <summary>Scheduled: it is to be started. Running: the worker has said so. Canceling: it is to be ended.</summary>
    public TestJobState State { get; internal set; }

    /// <summary>Ends once the end of the test job is recorded.</summary>
    internal Task Over => _over.Task;

    /// <summary>A worker is being told of it.</summary>
    public void Take() => _isTaken = true;

    internal void SetOver()
    {
        State = TestJobState.Finished;
        _over.TrySetResult();
    }
}

/// <summary>The texts that a worker gets with a test job; those that are not there are empty. They are YAML that was checked: workers cope with nothing else.</summary>
/// <param name="Definition">The job definition.</param>
/// <param name="Device">The configuration of the device.</param>
/// <param name="Dispatcher">Settings of the worker.</param>
/// <param name="Environment">Environment of the job on the worker.</param>
/// <param name="DeviceEnvironment">Environment of the tests on the device (env-dut); it must be empty for workers up to 2018.5.</param>
public sealed record WorkerTexts(string Definition, string Device, string Dispatcher = "", string Environment = "", string DeviceEnvironment = "");
