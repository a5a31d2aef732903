using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>State of one lock: who holds it, who wants it, and which of those are parked here until it lets them pass.</summary>
internal sealed record LockPoint(
    ImmutableSortedSet<long> SharedOwners, ImmutableSortedSet<long> ExclusiveOwners, WaitQueue Waiting, WaitQueue Parked)
{
    public static LockPoint Unused { get; } = new([], [], WaitQueue.Empty, WaitQueue.Empty);

    public bool IsHeld => !SharedOwners.IsEmpty || !ExclusiveOwners.IsEmpty;

    public CandidateUse Use => IsUnused ? CandidateUse.None : ExclusiveOwners.IsEmpty ? CandidateUse.Some : CandidateUse.Taken;

    public bool IsUnused => !IsHeld && Waiting.IsEmpty;

    /// <summary>Whether somebody holds it in a mode that conflicts with a demand of <paramref name="mode"/>.</summary>
    public bool IsHeldAgainst(LockMode mode) => !ExclusiveOwners.IsEmpty || (mode == LockMode.Exclusive && !SharedOwners.IsEmpty);

    public IEnumerable<(long Owner, LockMode Mode)> Owners =>
        ExclusiveOwners.Select(owner => (owner, LockMode.Exclusive)).Concat(SharedOwners.Select(owner => (owner, LockMode.Shared)));

    public LockPoint WithOwner(long owner, LockMode mode) => mode == LockMode.Shared
        ? this with { SharedOwners = SharedOwners.Add(owner) }
        : this with { ExclusiveOwners = ExclusiveOwners.Add(owner) };

    public LockPoint WithoutOwner(long owner, LockMode mode) => mode == LockMode.Shared
        ? this with { SharedOwners = SharedOwners.Remove(owner) }
        : this with { ExclusiveOwners = ExclusiveOwners.Remove(owner) };
}
