using System.Collections.Concurrent;

namespace Drover.Kernel.Jobs;

/// <summary>Wakes those who wait for a job to change. A wake-up is a hint: look at the state again.</summary>
public sealed class JobWatch
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _waiters = new();

    /// <summary>A task that ends at the next change of the job. Take it before looking at the state, so that no change is missed.</summary>
    public Task NextChange(long job) =>
        _waiters.GetOrAdd(job, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void Changed(IReadOnlyCollection<long> jobs)
    {
        if (_waiters.IsEmpty)
            return;
        foreach (var job in jobs)
            if (_waiters.TryRemove(job, out var waiter))
                waiter.TrySetResult();
    }

    /// <summary>Forgets waiters of jobs that will not change any more.</summary>
    public void Forget(long job)
    {
        if (_waiters.TryRemove(job, out var waiter))
            waiter.TrySetResult();
    }
}
