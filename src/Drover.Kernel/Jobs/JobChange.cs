namespace Drover.Kernel.Jobs;

/// <summary>The next change of a job, waited for by one. Dispose it when it is waited for no longer.</summary>
public sealed class JobChange : IDisposable
{
    private readonly JobWatch _watch;
    private readonly long _job;
    private readonly TaskCompletionSource<bool> _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal JobChange(JobWatch watch, long job) => (_watch, _job) = (watch, job);

    /// <summary>Waits for the change. Where there is a synchronization context the wake-up goes straight to it.</summary>
    /// <returns>False when the time is over or the wait was cancelled before anything happened.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
#pragma warning disable MA0042 // Nothing waits here: a timer and a registration are let go at once, and a late call of either changes nothing.
        using var over = clock.CreateTimer(static state => ((JobChange)state!).GiveUp(), this, limit, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellationToken.UnsafeRegister(static state => ((JobChange)state!).GiveUp(), this);
#pragma warning restore MA0042
        return await _happened.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _watch.Leave(_job, this);

    internal void Happen() => _happened.TrySetResult(true);

    private void GiveUp() => _happened.TrySetResult(false);
}
