using System.Runtime.InteropServices;

namespace Drover.Kernel.Jobs;

/// <summary>Wakes those who wait for a job to change. A wake-up is a hint: look at the state again.</summary>
public sealed class JobWatch
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Waiting> _jobs = [];
    private volatile bool _anybody;

    /// <summary>A task that ends at the next change of the job. Take it before looking at the state, so that no change is missed.</summary>
    public Task NextChange(long job)
    {
        lock (_gate)
            return (Waiting_NeedsLock(job).Shared ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>The next change of the job, for one who may give up waiting. Take it before looking at the state, so that no change is missed.</summary>
    public JobChange Next(long job)
    {
        var change = new JobChange(this, job);
        lock (_gate)
            Waiting_NeedsLock(job).Single.Add(change);
        return change;
    }

    /// <summary>Forgets waiters of jobs that will not change any more.</summary>
    public void Forget(long job) => Take(job)?.Wake();

    internal void Changed(IReadOnlyCollection<long> jobs)
    {
        if (!_anybody)
            return;
        foreach (var job in jobs)
            Take(job)?.Wake();
    }

    internal void Leave(long job, JobChange change)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(job, out var waiting) || !waiting.Single.Remove(change) || waiting.Single.Count > 0 || waiting.Shared is not null)
                return;
            _jobs.Remove(job);
            _anybody = _jobs.Count > 0;
        }
    }

    private Waiting? Take(long job)
    {
        lock (_gate)
        {
            _jobs.Remove(job, out var waiting);
            _anybody = _jobs.Count > 0;
            return waiting;
        }
    }

    private Waiting Waiting_NeedsLock(long job)
    {
        _anybody = true;
        return CollectionsMarshal.GetValueRefOrAddDefault(_jobs, job, out _) ??= new Waiting();
    }

    /// <summary>Who waits for one job.</summary>
    private sealed class Waiting
    {
        public TaskCompletionSource? Shared { get; set; }

        public HashSet<JobChange> Single { get; } = [];

        public void Wake()
        {
            Shared?.TrySetResult();
            foreach (var change in Single)
                change.Happen();
        }
    }
}
