using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>A waiting request and where it waits: parked at locks that do not let it pass now, or, when there are none, a candidate.</summary>
internal sealed record Waiter(LockRequest Request, OrderKey Key, ImmutableArray<ParkingPlace> Parked);

/// <summary>A place to be woken from.</summary>
internal readonly record struct ParkingPlace(
    int Level, ParkingKind Kind, string? Member, LockMode Mode, CandidateList? Candidates = null);

internal enum ParkingKind
{
    /// <summary>Wants the whole level: <see cref="LevelState.WholeLimit"/>.</summary>
    Whole,

    /// <summary>Wants a member, and the whole level is in the way: <see cref="LevelState.AnyMemberLimit"/>.</summary>
    AnyMember,

    /// <summary>Wants a member, and the member is in the way: <see cref="LevelState.MemberLimit"/>.</summary>
    Member,

    /// <summary>Wants a member, and earlier requests that may choose it are in the way: <see cref="ChoiceQueue.Limit"/>.</summary>
    Kept,

    /// <summary>Chooses, and too few candidates let it pass.</summary>
    Short,
}
