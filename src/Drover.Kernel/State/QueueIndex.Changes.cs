using System.Collections.Immutable;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.State;

public sealed partial record QueueIndex
{
    /// <summary>Takes in an unfinished job with what it depends on and what it is about.</summary>
    /// <param name="endOf">Whether a job that it depends on is unfinished, or how it ended; null when nothing is known of it.</param>
    internal QueueIndex WithJob(Job job, Func<long, (bool IsOpen, JobStatus? Ended)> endOf)
    {
        var (dependents, ends, open) = (Dependents, Ends, 0);
        foreach (var dependency in DependenciesOf(job))
        {
            var (isOpen, ended) = endOf(dependency);
            if (isOpen)
            {
                open++;
                dependents = dependents.SetItem(dependency, dependents.GetValueOrDefault(dependency, []).Add(job.Id));
            }
            else if (ended is { } status)
            {
                ends = ends.SetItem(dependency, new DependencyEnd(status, (ends.GetValueOrDefault(dependency)?.Dependents ?? 0) + 1));
            }
        }
        var slots = Slots;
        foreach (var slot in SlotsOf(job))
            slots = slots.SetItem(slot, slots.GetValueOrDefault(slot, []).Add(job.Id));
        return this with
        {
            Unfinished = Unfinished + 1,
            Dependents = dependents,
            Ends = ends,
            OpenDependencies = open == 0 ? OpenDependencies : OpenDependencies.SetItem(job.Id, open),
            Slots = slots,
        };
    }

    /// <summary>Takes out a job that has ended.</summary>
    /// <param name="job">The job as it was before its end.</param>
    /// <param name="status">Its final state.</param>
    /// <param name="dependents">Who has waited for it.</param>
    internal QueueIndex WithoutJob(Job job, JobStatus status, out ImmutableSortedSet<long> dependents)
    {
        dependents = Dependents.GetValueOrDefault(job.Id, []);
        var (waiting, ends, slots) = (Dependents.Remove(job.Id), Ends, Slots);
        var open = OpenDependencies.Remove(job.Id).ToBuilder();
        foreach (var dependent in dependents)
            if (open.TryGetValue(dependent, out var count) && count > 1)
                open[dependent] = count - 1;
            else
                open.Remove(dependent);
        if (!dependents.IsEmpty)
            ends = ends.SetItem(job.Id, new DependencyEnd(status, dependents.Count));
        foreach (var dependency in DependenciesOf(job))
        {
            if (waiting.TryGetValue(dependency, out var others))
                waiting = others.Remove(job.Id) is { IsEmpty: false } rest ? waiting.SetItem(dependency, rest) : waiting.Remove(dependency);
            else if (ends.TryGetValue(dependency, out var end))
                ends = end.Dependents > 1 ? ends.SetItem(dependency, end with { Dependents = end.Dependents - 1 }) : ends.Remove(dependency);
        }
        foreach (var slot in SlotsOf(job))
            slots = slots.GetValueOrDefault(slot, []).Remove(job.Id) is { IsEmpty: false } rest ? slots.SetItem(slot, rest) : slots.Remove(slot);
        return Untrack(job.Id) with
        {
            Unfinished = Unfinished - 1,
            Dependents = waiting,
            Ends = ends,
            OpenDependencies = open.ToImmutable(),
            Slots = slots,
            Reconsidered = Reconsidered.Remove(job.Id),
        };
    }

    internal QueueIndex WithReady(Job job) =>
        this with { Ready = Ready.SetItem(job.Pool, Ready.GetValueOrDefault(job.Pool, []).Add(QueuedKey.Of(job))) };

    internal QueueIndex WithoutReady(Job job)
    {
        if (!Ready.TryGetValue(job.Pool, out var ready))
            return this;
        var rest = ready.Remove(QueuedKey.Of(job));
        return this with { Ready = rest.IsEmpty ? Ready.Remove(job.Pool) : Ready.SetItem(job.Pool, rest) };
    }

    internal QueueIndex WithHeld(Job job, HeldJob held) => WithoutReady(job) with { Held = Held.SetItem(job.Id, held) };

    internal QueueIndex WithoutHeld(long job) => this with { Held = Held.Remove(job) };

    /// <summary>The job is neither ready nor held any more.</summary>
    internal QueueIndex WithoutQueued(Job job) => WithoutReady(job).WithoutHeld(job.Id);

    internal QueueIndex WithoutPreparing(long job) => this with { Preparing = Preparing.Remove(job) };

    internal QueueIndex WithReconsidered(long job) =>
        this with { Reconsidered = Reconsidered.SetItem(job, Reconsidered.GetValueOrDefault(job) + 1) };

    internal QueueIndex WithoutReconsidered(long job) =>
        Reconsidered.ContainsKey(job) ? this with { Reconsidered = Reconsidered.Remove(job) } : this;

    internal QueueIndex Track(long job, TrackedJob tracked)
    {
        var counts = ChargeCounts;
        foreach (var charge in tracked.Charges)
            counts = counts.SetItem(charge, counts.GetValueOrDefault(charge) + 1);
        return this with
        {
            Tracked = Tracked.SetItem(job, tracked),
            TrackedByPool = TrackedByPool.SetItem(tracked.Pool, TrackedByPool.GetValueOrDefault(tracked.Pool) + 1),
            ChargeCounts = counts,
        };
    }

    private QueueIndex Untrack(long job)
    {
        if (!Tracked.TryGetValue(job, out var tracked))
            return this;
        var counts = ChargeCounts;
        foreach (var charge in tracked.Charges)
            counts = counts[charge] > 1 ? counts.SetItem(charge, counts[charge] - 1) : counts.Remove(charge);
        var left = TrackedByPool[tracked.Pool] - 1;
        return this with
        {
            Tracked = Tracked.Remove(job),
            TrackedByPool = left > 0 ? TrackedByPool.SetItem(tracked.Pool, left) : TrackedByPool.Remove(tracked.Pool),
            ChargeCounts = counts,
            Preparing = Preparing.Remove(job),
        };
    }

    /// <summary>Jobs that a job's opcodes depend on, each once. An id that was not given out before the job's own never names another job.</summary>
    private static IEnumerable<long> DependenciesOf(Job job) =>
        job.HasDependencies ? job.Ops.SelectMany(op => op.Depends).Select(d => d.JobId).Where(id => id < job.Id).Distinct() : [];

    private static IEnumerable<string> SlotsOf(Job job) =>
        job.Ops.Select(op => op.Slot).OfType<string>().Distinct(StringComparer.Ordinal);
}
