using System.Collections.Immutable;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.State;

/// <summary>Order of jobs that may leave the queue: lowest priority number first, then age.</summary>
public readonly record struct QueuedKey(int Priority, long Id) : IComparable<QueuedKey>
{
    public int CompareTo(QueuedKey other) =>
        Priority != other.Priority ? Priority.CompareTo(other.Priority) : Id.CompareTo(other.Id);

    public static bool operator <(QueuedKey a, QueuedKey b) => a.CompareTo(b) < 0;
    public static bool operator >(QueuedKey a, QueuedKey b) => a.CompareTo(b) > 0;
    public static bool operator <=(QueuedKey a, QueuedKey b) => a.CompareTo(b) <= 0;
    public static bool operator >=(QueuedKey a, QueuedKey b) => a.CompareTo(b) >= 0;
}

/// <summary>A job that has left the queue: what it counts against while it is unfinished.</summary>
/// <param name="Pool">Concurrency class.</param>
/// <param name="Charges">Rate limits that it uses up.</param>
public sealed record TrackedJob(string Pool, ImmutableArray<string> Charges);

/// <summary>Why a queued job is held back although its dependencies are final.</summary>
public sealed record HeldJob(string Reason);

/// <summary>The queue's working index: derived from jobs and filters, rebuilt at every start.</summary>
public sealed record QueueIndex
{
    public static QueueIndex Empty { get; } = new();

    /// <summary>Jobs that may leave the queue, by concurrency class.</summary>
    public ImmutableDictionary<string, ImmutableSortedSet<QueuedKey>> Ready { get; init; } =
        ImmutableDictionary<string, ImmutableSortedSet<QueuedKey>>.Empty;

    /// <summary>Jobs that a filter or a rate limit keeps in the queue.</summary>
    public ImmutableSortedDictionary<long, HeldJob> Held { get; init; } = ImmutableSortedDictionary<long, HeldJob>.Empty;

    /// <summary>Who waits for a job to end.</summary>
    public ImmutableDictionary<long, ImmutableArray<long>> Dependents { get; init; } =
        ImmutableDictionary<long, ImmutableArray<long>>.Empty;

    /// <summary>Final states of the jobs that a queued or waiting job depends on, as far as known.</summary>
    public ImmutableDictionary<long, ImmutableDictionary<long, JobStatus>> Resolved { get; init; } =
        ImmutableDictionary<long, ImmutableDictionary<long, JobStatus>>.Empty;

    /// <summary>Jobs that have left the queue and are not final.</summary>
    public ImmutableDictionary<long, TrackedJob> Tracked { get; init; } = ImmutableDictionary<long, TrackedJob>.Empty;

    /// <summary>How many jobs of each concurrency class are tracked.</summary>
    public ImmutableDictionary<string, int> TrackedByPool { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>How many tracked jobs use up each rate limit.</summary>
    public ImmutableDictionary<string, int> ChargeCounts { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Jobs whose operation is in its step before locking.</summary>
    public ImmutableHashSet<long> Preparing { get; init; } = [];

    /// <summary>Jobs that are queued, waiting, canceling or running.</summary>
    public int Unfinished { get; init; }

    internal QueueIndex WithReady(string pool, QueuedKey key) =>
        this with { Ready = Ready.SetItem(pool, Ready.GetValueOrDefault(pool, []).Add(key)) };

    internal QueueIndex WithoutReady(string pool, QueuedKey key)
    {
        var rest = Ready.GetValueOrDefault(pool, []).Remove(key);
        return this with { Ready = rest.IsEmpty ? Ready.Remove(pool) : Ready.SetItem(pool, rest) };
    }

    internal QueueIndex WithDependent(long dependency, long job) =>
        this with { Dependents = Dependents.SetItem(dependency, Dependents.GetValueOrDefault(dependency, []).Add(job)) };

    internal QueueIndex WithResolved(long job, long dependency, JobStatus status) =>
        this with
        {
            Resolved = Resolved.SetItem(job,
                Resolved.GetValueOrDefault(job, ImmutableDictionary<long, JobStatus>.Empty).SetItem(dependency, status)),
        };

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

    internal QueueIndex Untrack(long job)
    {
        if (!Tracked.TryGetValue(job, out var tracked))
            return this;
        var counts = ChargeCounts;
        foreach (var charge in tracked.Charges)
            counts = counts[charge] > 1 ? counts.SetItem(charge, counts[charge] - 1) : counts.Remove(charge);
        return this with
        {
            Tracked = Tracked.Remove(job),
            TrackedByPool = TrackedByPool.SetItem(tracked.Pool, TrackedByPool[tracked.Pool] - 1),
            ChargeCounts = counts,
            Preparing = Preparing.Remove(job),
        };
    }
}
