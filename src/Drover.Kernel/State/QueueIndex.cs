using System.Collections.Immutable;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.State;

/// <summary>Who may leave the queue, and who waits for whom. Changed by <see cref="Applier"/> alone; not stored.</summary>
public sealed partial record QueueIndex
{
    /// <summary>The concurrency class of operations that name none.</summary>
    public const string UsualPool = "default";

    /// <summary>A queue without jobs.</summary>
    public static QueueIndex Empty { get; } = new();

    /// <summary>Jobs that may leave the queue, by concurrency class.</summary>
    public ImmutableDictionary<string, ImmutableSortedSet<QueuedKey>> Ready { get; private init; } =
        ImmutableDictionary<string, ImmutableSortedSet<QueuedKey>>.Empty;

    /// <summary>Jobs that a filter or a rate limit keeps in the queue.</summary>
    public ImmutableSortedDictionary<long, HeldJob> Held { get; private init; } = ImmutableSortedDictionary<long, HeldJob>.Empty;

    /// <summary>Who waits for an unfinished job to end.</summary>
    public ImmutableDictionary<long, ImmutableSortedSet<long>> Dependents { get; private init; } =
        ImmutableDictionary<long, ImmutableSortedSet<long>>.Empty;

    /// <summary>How many unfinished jobs a job depends on; those that depend on none are left out.</summary>
    public ImmutableDictionary<long, int> OpenDependencies { get; private init; } = ImmutableDictionary<long, int>.Empty;

    /// <summary>How jobs ended that unfinished ones depend on.</summary>
    public ImmutableDictionary<long, DependencyEnd> Ends { get; private init; } = ImmutableDictionary<long, DependencyEnd>.Empty;

    /// <summary>Jobs that have left the queue and are not final.</summary>
    public ImmutableDictionary<long, TrackedJob> Tracked { get; private init; } = ImmutableDictionary<long, TrackedJob>.Empty;

    /// <summary>How many jobs of each concurrency class are tracked.</summary>
    public ImmutableDictionary<string, int> TrackedByPool { get; private init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>How many tracked jobs use up each rate limit.</summary>
    public ImmutableDictionary<string, int> ChargeCounts { get; private init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Jobs whose operation is in its step before locking.</summary>
    public ImmutableHashSet<long> Preparing { get; internal init; } = [];

    /// <summary>How often the locks of a waiting opcode were others when they were computed again; those that never were are left out.</summary>
    public ImmutableDictionary<long, int> Reconsidered { get; private init; } = ImmutableDictionary<long, int>.Empty;

    /// <summary>Unfinished jobs by what they are about, where a newer one takes the place of an older one.</summary>
    public ImmutableDictionary<string, ImmutableSortedSet<long>> Slots { get; private init; } =
        ImmutableDictionary.Create<string, ImmutableSortedSet<long>>(StringComparer.Ordinal);

    /// <summary>Jobs that are queued, waiting, canceling or running.</summary>
    public int Unfinished { get; private init; }

    internal bool IsReady(Job job) => Ready.TryGetValue(job.Pool, out var ready) && ready.Contains(QueuedKey.Of(job));
}

/// <summary>Order of jobs that may leave the queue: lowest priority number first, then age.</summary>
public readonly record struct QueuedKey(int Priority, long Id) : IComparable<QueuedKey>
{
    /// <summary>The place of a job.</summary>
    public static QueuedKey Of(Job job) => new(job.Priority, job.Id);

    /// <inheritdoc/>
    public int CompareTo(QueuedKey other) =>
        Priority != other.Priority ? Priority.CompareTo(other.Priority) : Id.CompareTo(other.Id);

    /// <summary>Whether the first one comes before the second.</summary>
    public static bool operator <(QueuedKey a, QueuedKey b) => a.CompareTo(b) < 0;

    /// <summary>Whether the first one comes after the second.</summary>
    public static bool operator >(QueuedKey a, QueuedKey b) => a.CompareTo(b) > 0;

    /// <summary>Whether the first one does not come after the second.</summary>
    public static bool operator <=(QueuedKey a, QueuedKey b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the first one does not come before the second.</summary>
    public static bool operator >=(QueuedKey a, QueuedKey b) => a.CompareTo(b) >= 0;
}

/// <summary>A job that has left the queue: what it counts against while it is unfinished.</summary>
/// <param name="Pool">Concurrency class.</param>
/// <param name="Charges">Rate limits that it uses up.</param>
public sealed record TrackedJob(string Pool, ImmutableArray<string> Charges);

/// <summary>Why a queued job is held back although its dependencies are final.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Charge">The rate limit that is used up; null when a filter pauses it.</param>
public sealed record HeldJob(string Reason, string? Charge);

/// <summary>How a job ended, kept as long as unfinished jobs depend on it.</summary>
/// <param name="Status">Its final state.</param>
/// <param name="Dependents">How many unfinished jobs name it.</param>
public sealed record DependencyEnd(JobStatus Status, int Dependents);
