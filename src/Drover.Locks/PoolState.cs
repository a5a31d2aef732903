using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>State of a concurrency class.</summary>
/// <param name="Capacity">How many owners may hold grants at once; null is unlimited.</param>
/// <param name="Owners">Those that do.</param>
/// <param name="Candidates">Its waiting requests that are not known to be blocked, in order. A full pool does not look at them.</param>
internal sealed record PoolState(int? Capacity, ImmutableSortedSet<long> Owners, ImmutableSortedSet<OrderKey> Candidates)
{
    public static PoolState Unused { get; } = new(null, [], []);

    public bool HasRoom => Capacity is not { } capacity || Owners.Count < capacity;

    public bool IsUnused => Capacity is null && Owners.IsEmpty && Candidates.IsEmpty;
}
