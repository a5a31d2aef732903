using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Journal;
using Drover.Lab.TestJobs;
using Drover.Lab.Telling;
using Drover.Lab.Workers;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Assignments;

/// <summary>What each worker has to do. Doors read it and tell the workers; what workers say comes back here and is recorded before anybody acts on it.</summary>
public sealed class WorkerAssignments(WorkerHearing hearing, ILoggerFactory logging) : IController
{
    private readonly AssignmentTable _all = new();
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);
    private IKernel _kernel = null!;
    private volatile string? _intake;
    private string? _toldObstacle;

    /// <summary>Raised after something has changed for a worker, on any thread. Handlers return at once.</summary>
    public event EventHandler<WorkerEventArgs>? Changed;

    /// <summary>Who was heard when.</summary>
    public WorkerHearing Hearing => hearing;

    /// <summary>Why no test job is started now, in words that can follow "while"; null when nothing is in the way. Doors ask before they tell a worker to start one.</summary>
    public string? Obstacle => _intake ?? (_kernel.StoreHealth == StoreHealth.Ok ? null : "the disk of the state directory is nearly full");

    /// <summary>Ends when the daemon is about to stop: jobs go on without it.</summary>
    internal Task Leaving => _leaving.Task;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DrainAsync(CancellationToken atOnce)
    {
        _leaving.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DrainAsync(cancellationToken);

    /// <summary>Says that log lines are not taken, or are again: a test job that is started then would lose its log, and with it its verdict.</summary>
    /// <param name="why">Why not, in words that can follow "while"; null when they are taken.</param>
    public void CloseIntake(string? why) => _intake = why;

    /// <summary>The workers that have something to do.</summary>
    public IReadOnlyCollection<string> Busy => [.. _all.Workers];

    /// <summary>What a worker has to do, in order of ids, and what connects to the device of another test job last.</summary>
    public IReadOnlyList<Assignment> Of(string worker) => [.. _all.Of(worker).Where(a => a.State != TestJobState.Finished).OrderBy(a => a.Connects).ThenBy(a => a.Job)];

    /// <summary>The assignment of a test job that has a device and is not over, else null.</summary>
    public Assignment? Find(long job) => _all.Find(job) is { } assignment && assignment.State != TestJobState.Finished ? assignment : null;

    /// <summary>Whether a test job is over, or nobody knows of it: nothing that is said of it can be news any more.</summary>
    public bool IsSettled(long job) => _kernel.State.TestJob(job) is not { IsOver: false };

    /// <summary>A worker says that it runs a test job. Too late or unknown is no news.</summary>
    public async Task RunningAsync(long job)
    {
        if (Find(job) is not { } assignment)
            return;
        assignment.Take();
        assignment.Acknowledge();
        if (assignment.State != TestJobState.Scheduled || !await _kernel.ExecuteAsync(new ReportRunning(job), Caller.System, CancellationToken.None))
            return;
        if (assignment.State == TestJobState.Scheduled)
            assignment.State = TestJobState.Running;
        assignment.Explain?.Invoke(Obstacle);
        LabLog.Runs(_log, job, assignment.Worker);
        Tell(assignment);
    }

    /// <summary>A test job has ended. Returns when that is durable; once more, or of an unknown one, is no news.</summary>
    public async Task EndedAsync(long job, TestJobEnd end)
    {
        if (Find(job) is not { } assignment)
            return;
        if (await _kernel.ExecuteAsync(new ReportEnd(job, end), Caller.System, CancellationToken.None))
            LabLog.Ended(_log, job, end.Health.ToString().ToLowerInvariant(), end.Comment.Length > 0 ? $", {end.Comment.ReplaceLineEndings(" ")}" : "");
        Close(assignment);
    }

    /// <summary>A test job has a device: its worker is to take it.</summary>
    internal Assignment Begin(TestJob job, WorkerTexts texts, bool mayBeTaken)
    {
        var assignment = new Assignment(job, texts, mayBeTaken);
        _all.Put(assignment);
        LabLog.Given(_log, job.Id, assignment.Worker, assignment.Device);
        Tell(assignment);
        return assignment;
    }

    /// <summary>A test job is to end: its worker is told, unless none has taken it.</summary>
    internal async Task CancelAsync(Assignment assignment)
    {
        if (await _kernel.ExecuteAsync(new CancelTestJob(assignment.Job, isTaken: !assignment.GiveUp()), Caller.System, CancellationToken.None))
        {
            Close(assignment);
            return;
        }
        assignment.State = TestJobState.Canceling;
        assignment.Explain?.Invoke(Obstacle);
        Tell(assignment);
    }

    /// <summary>Tells those that wait to be started what is in the way, or that nothing is any more; each says what it waits for, which changes with its worker too.</summary>
    internal Task LookAtStartsAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var obstacle = Obstacle;
        foreach (var assignment in _all.All)
            assignment.Explain?.Invoke(obstacle);
        if (obstacle == _toldObstacle)
            return Task.CompletedTask;
        _toldObstacle = obstacle;
        if (obstacle is null)
            LabLog.StartsGoOn(_log);
        else
            LabLog.StartsHeld(_log, obstacle);
        foreach (var assignment in _all.All.Where(assignment => assignment.State == TestJobState.Scheduled))
            Tell(assignment);
        return Task.CompletedTask;
    }

    /// <summary>Nothing more is to be said of a test job.</summary>
    internal void Forget(Assignment assignment)
    {
        _all.Remove(assignment);
        Tell(assignment);
    }

    private void Close(Assignment assignment)
    {
        assignment.SetOver();
        Tell(assignment);
    }

    private void Tell(Assignment assignment) => Changed?.Invoke(this, new WorkerEventArgs(assignment.Worker));
}
