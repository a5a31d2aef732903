using System.Collections.Immutable;

namespace Drover.Kernel.Locks;

/// <summary>Why a request is not granted yet. Nothing in it means: it is granted at the next turn.</summary>
/// <param name="Request">The waiting request.</param>
/// <param name="Blockers">Who is in the way, and where.</param>
/// <param name="Shortages">Opportunistic demands with too few free candidates.</param>
/// <param name="Pool">Its pool, when that is full.</param>
public sealed record LockWait(
    LockRequest Request, ImmutableArray<LockBlocker> Blockers, ImmutableArray<LockShortage> Shortages, LockPool? Pool);

/// <summary>Somebody in the way of a demand.</summary>
/// <param name="Wanted">What the waiting request wants.</param>
/// <param name="Owner">Who is in the way.</param>
/// <param name="Has">What that one holds or wants: the same lock, its whole level, or a member of it.</param>
/// <param name="Holds">True: it holds that. False: it waits for it too, with an earlier place.</param>
/// <param name="Abandoned">It holds it as an abandoned owner.</param>
public readonly record struct LockBlocker(LockDemand Wanted, long Owner, LockDemand Has, bool Holds, bool Abandoned);

/// <summary>An opportunistic demand that finds fewer free candidates than its minimum.</summary>
public sealed record LockShortage(string Level, int Candidates, int Free, int Minimum);

/// <summary>A concurrency class as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">How many owners it lets hold grants at once; null is unlimited.</param>
/// <param name="Owners">Those that do, by id, abandoned ones included.</param>
public sealed record LockPool(string Name, int? Capacity, ImmutableSortedSet<long> Owners);
