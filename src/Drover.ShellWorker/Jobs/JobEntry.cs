namespace Drover.ShellWorker.Jobs;

/// <summary>A test job that is being run.</summary>
internal sealed class JobEntry
{
    private readonly Lock _gate = new();
    private ShellJob? _job;
    private bool _isCancelled;
    private bool _isBegun;

    public Task Running { get; private set; } = Task.CompletedTask;

    public void Begin(Func<Task> run)
    {
        if (_isBegun)
            return;
        _isBegun = true;
        Running = run();
    }

    public void SetJob(ShellJob job)
    {
        lock (_gate)
        {
            _job = job;
            if (_isCancelled)
                job.Cancel();
        }
    }

    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            _job?.Cancel();
        }
    }
}
