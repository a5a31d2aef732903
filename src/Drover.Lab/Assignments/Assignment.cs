using Drover.Lab.TestJobs;

namespace Drover.Lab.Assignments;

/// <summary>A test job that a worker has to take, runs, or has to end.</summary>
public sealed class Assignment
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private volatile bool _isTaken;
    private volatile bool _isAcknowledged;
    private bool _isGivenUp;

    internal Assignment(TestJob job, WorkerTexts texts, bool isTaken) =>
        (Job, Worker, Device, Connects, Texts, _isTaken, _isAcknowledged, State) =
        (job.Id, job.Worker!, job.Device ?? job.HostDevice!, job.HostDevice is not null, texts, isTaken, job.Started is not null, job.State);

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

    /// <summary>Whether the worker has said something of it: that it runs, or a line of its log.</summary>
    public bool IsAcknowledged => _isAcknowledged;

    /// <summary>Scheduled: it is to be started. Running: the worker has said so. Canceling: it is to be ended.</summary>
    public TestJobState State { get; internal set; }

    /// <summary>What keeps its worker from going on with it, in words that can follow "and"; null for nothing.</summary>
    public string? Holdup { get; set; }

    /// <summary>Hears what is in the way of its start: null for nothing.</summary>
    internal Action<string?>? Explain { get; set; }

    /// <summary>Ends once the end of the test job is recorded.</summary>
    internal Task Over => _over.Task;

    /// <summary>A worker is being told of it. False when that must not be: it was cancelled before any has been.</summary>
    public bool Take()
    {
        lock (_gate)
        {
            _isTaken |= !_isGivenUp;
            return !_isGivenUp;
        }
    }

    /// <summary>Its worker has said something of it.</summary>
    public void Acknowledge() => _isAcknowledged = true;

    /// <summary>It is to end. True when no worker was told of it; then none will be.</summary>
    internal bool GiveUp()
    {
        lock (_gate)
            return _isGivenUp = !_isTaken;
    }

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
public sealed record WorkerTexts(string Definition, string Device, string Dispatcher = "", string Environment = "", string DeviceEnvironment = "")
{
    /// <summary>What is kept of them: in the place of one that is longer than so many characters stands a comment.</summary>
    internal WorkerTexts Within(int limit)
    {
        return new WorkerTexts(Cut(Definition), Cut(Device), Cut(Dispatcher), Cut(Environment), Cut(DeviceEnvironment));

        string Cut(string text) => text.Length <= limit ? text : $"# {text.Length} characters, of which none are kept: lab-text-size is {limit}\n";
    }
}
