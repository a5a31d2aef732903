namespace Drover.Kernel.Jobs;

/// <summary>Bodies of finished jobs that were read a short time ago, so that a listing that is asked for again and again does not decode them each time.
/// A finished job never changes, so none of them can be out of date. Used from any thread.</summary>
/// <param name="limit">Most bytes to keep, as far as they can be estimated.</param>
internal sealed class FinishedBodies(long limit)
{
    /// <summary>Records, dictionaries and texts around the bytes of a decoded job.</summary>
    private const int Overhead = 600;

    private readonly Lock _gate = new();

    // Two generations: what is asked for moves to the young one; when that holds half of what may be kept, the old one is dropped.
    private Dictionary<long, (Job Job, int Bytes)> _young = [];
    private Dictionary<long, (Job Job, int Bytes)> _old = [];
    private long _youngBytes;

    /// <summary>The job, if it is kept.</summary>
    public Job? Find(long id)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(id, out var kept))
                return kept.Job;
            if (!_old.Remove(id, out kept))
                return null;
            Add_NeedsLock(id, kept.Job, kept.Bytes);
            return kept.Job;
        }
    }

    /// <summary>Keeps a job.</summary>
    /// <param name="job">A job in its final state, as committed.</param>
    /// <param name="encodedBytes">Length of its body in the store.</param>
    public void Add(Job job, int encodedBytes)
    {
        // A giant would push out all others.
        if (encodedBytes > limit / 16)
            return;
        lock (_gate)
            Add_NeedsLock(job.Id, job, (2 * encodedBytes) + Overhead);
    }

    private void Add_NeedsLock(long id, Job job, int bytes)
    {
        if (!_young.TryAdd(id, (job, bytes)))
            return;
        _youngBytes += bytes;
        if (_youngBytes < limit / 2)
            return;
        (_old, _young, _youngBytes) = (_young, [], 0);
    }
}
