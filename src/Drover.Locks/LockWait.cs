using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>Why a request is not granted yet. Nothing in it means: it is granted at the next turn.</summary>
/// <param name="Request">The waiting request.</param>
/// <param name="Blockers">Who is in the way, and where.</param>
/// <param name="Shortages">Demands with too few free candidates; or, when each has enough, all choosing ones of a level that cannot pick
/// together.</param>
/// <param name="Pool">Its pool, when that is full.</param>
/// <param name="Closed">Candidates of those demands that are closed.</param>
public sealed record LockWait(
    LockRequest Request, ImmutableArray<LockBlocker> Blockers, ImmutableArray<LockShortage> Shortages, LockPool? Pool, ImmutableArray<ClosedLock> Closed);

/// <summary>A lock that no choosing demand picks.</summary>
/// <param name="Lock">The lock.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ClosedLock(LockName Lock, string Reason);

/// <summary>Somebody in the way of a demand.</summary>
/// <param name="Wanted">What the waiting request wants.</param>
/// <param name="Owner">Who is in the way.</param>
/// <param name="Has">What that one holds or wants: the same lock, its whole level, or a member of it.</param>
/// <param name="Holds">True: it holds that. False: it waits for it too, with an earlier place.</param>
/// <param name="Abandoned">It holds it as an abandoned owner.</param>
public readonly record struct LockBlocker(LockDemand Wanted, long Owner, LockDemand Has, bool Holds, bool Abandoned);

/// <summary>A demand that cannot pick.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Candidates">How many it may pick from.</param>
/// <param name="Free">How many of them it could have now. When these are enough, another demand of the same request needs some of them.</param>
/// <param name="Minimum">How many it picks, or for an opportunistic one, picks at least.</param>
public sealed record LockShortage(string Level, int Candidates, int Free, int Minimum);

/// <summary>A concurrency class as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">How many owners it lets hold grants at once; null is unlimited.</param>
/// <param name="Owners">Those that do, by id, abandoned ones included.</param>
public sealed record LockPool(string Name, int? Capacity, ImmutableSortedSet<long> Owners);
