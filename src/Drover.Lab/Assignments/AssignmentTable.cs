using System.Collections.Concurrent;

namespace Drover.Lab.Assignments;

/// <summary>Assignments by test job and by worker. Safe from any thread; what it gives out is of about one moment.</summary>
internal sealed class AssignmentTable
{
    private readonly ConcurrentDictionary<long, Assignment> _all = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<long, Assignment>> _byWorker = new(StringComparer.Ordinal);

    public IEnumerable<Assignment> All => _all.Values;

    /// <summary>The workers that have something to do. One that had something once costs its name.</summary>
    public IEnumerable<string> Workers => _byWorker.Where(worker => !worker.Value.IsEmpty).Select(worker => worker.Key);

    public void Put(Assignment assignment)
    {
        if (_all.TryGetValue(assignment.Job, out var before))
            Remove(before);
        _all[assignment.Job] = assignment;
        _byWorker.GetOrAdd(assignment.Worker, _ => new ConcurrentDictionary<long, Assignment>())[assignment.Job] = assignment;
    }

    public Assignment? Find(long job) => _all.GetValueOrDefault(job);

    public IEnumerable<Assignment> Of(string worker) => _byWorker.TryGetValue(worker, out var own) ? own.Values : [];

    /// <summary>Takes out this one; another one of the same job stays.</summary>
    public void Remove(Assignment assignment)
    {
        _all.TryRemove(new KeyValuePair<long, Assignment>(assignment.Job, assignment));
        if (_byWorker.TryGetValue(assignment.Worker, out var own))
            own.TryRemove(new KeyValuePair<long, Assignment>(assignment.Job, assignment));
    }
}
