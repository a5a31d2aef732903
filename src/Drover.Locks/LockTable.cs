using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>
/// Who holds and who wants which lock. Immutable: each change gives a new table and leaves the old one as it is, so that a working
/// copy can be dropped and a snapshot be read by anyone. It reads no clock.
/// </summary>
/// <remarks>
/// <para>A request is granted whole or not at all, when no owner and no earlier waiter conflicts with it and its pool has room.
/// An earlier waiter keeps later conflicting ones waiting also while it waits for a place in its pool or for another lock. One that
/// chooses keeps all its candidates, unless there is plenty of them: see <see cref="ChoiceQueue.HasPlenty"/>.</para>
/// <para><b>Order.</b> Since + Priority * <see cref="AgeingStep"/>, then Since, then owner.</para>
/// <para><b>Starvation bound.</b> A request of priority p that has waited (p + 20) steps stands before every request that arrives
/// later, whatever its priority. From then on it waits only for those already before it and those that hold: later ones take
/// none of its locks, and of its candidates only what it can do without; a later one may be in its pool, which then gives it the next free place. Closed locks are
/// beside this order: while they are closed they are picked by nobody.</para>
/// <para>Names of levels are checked against <see cref="Levels"/>; an unknown one is <c>LOCK_LEVEL_UNKNOWN</c>.</para>
/// </remarks>
public sealed partial class LockTable
{
    /// <summary>Waiting that is worth one priority, unless the constructor is told otherwise: 60 seconds.</summary>
    public static TimeSpan DefaultAgeingStep { get; } = TimeSpan.FromSeconds(60);

    /// <summary>A table without owners and waiters.</summary>
    /// <param name="levels">The levels of this daemon.</param>
    /// <param name="ageingStep">Waiting that is worth one priority; at least a microsecond; null is <see cref="DefaultAgeingStep"/>.</param>
    public LockTable(LockLevels levels, TimeSpan? ageingStep = null)
        : this(levels, ageingStep ?? DefaultAgeingStep,
            [.. Enumerable.Repeat(LevelState.Unused, levels.Ordered.Length)],
            ImmutableDictionary<long, Waiter>.Empty,
            ImmutableDictionary<long, Holding>.Empty,
            ImmutableSortedDictionary.Create<string, PoolState>(StringComparer.Ordinal))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(AgeingStep, TimeSpan.FromMicroseconds(1), nameof(ageingStep));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AgeingStep, TimeSpan.FromDays(365), nameof(ageingStep));
    }

    internal LockTable(
        LockLevels levels, TimeSpan ageingStep, ImmutableArray<LevelState> states, ImmutableDictionary<long, Waiter> waiters,
        ImmutableDictionary<long, Holding> holdings, ImmutableSortedDictionary<string, PoolState> pools)
    {
        Levels = levels;
        AgeingStep = ageingStep;
        States = states;
        Waiters = waiters;
        Holdings = holdings;
        PoolStates = pools;
        NextGrantable = FindNext();
    }

    /// <summary>The levels in their order.</summary>
    public LockLevels Levels { get; }

    /// <summary>Waiting that is worth one priority.</summary>
    public TimeSpan AgeingStep { get; }

    /// <summary>The first request in order that can be granted now, or null when nobody can.</summary>
    public LockRequest? NextGrantable { get; }

    internal ImmutableArray<LevelState> States { get; }

    internal ImmutableDictionary<long, Waiter> Waiters { get; }

    internal ImmutableDictionary<long, Holding> Holdings { get; }

    internal ImmutableSortedDictionary<string, PoolState> PoolStates { get; }

    /// <summary>Adds a request. Its owner may neither wait nor hold already.</summary>
    /// <exception cref="DroverException"><c>LOCK_REQUESTED_TWICE</c>, <c>LOCK_OWNER_HOLDS</c>, <c>LOCK_PRIORITY_RANGE</c>.</exception>
    public LockTable Request(LockRequest request)
    {
        CheckPriority(request.Owner, request.Priority);
        CheckNewOwner(request.Owner);
        return Change(draft => draft.AddWaiter(request));
    }

    /// <summary>Gives another set to a waiting request, which keeps its place in the order. For a set that reads differently when it
    /// is computed again, just before the grant.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_WAITING</c>.</exception>
    public LockTable Replace(long owner, LockSet set)
    {
        var request = FindWaiter(owner).Request;
        return Change(draft =>
        {
            draft.RemoveWaiter(owner);
            draft.AddWaiter(request with { Set = set });
        });
    }

    /// <summary>Gives another priority to a waiting request; the time that it has waited still counts.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_WAITING</c>, <c>LOCK_PRIORITY_RANGE</c>.</exception>
    public LockTable ChangePriority(long owner, int priority)
    {
        CheckPriority(owner, priority);
        var request = FindWaiter(owner).Request;
        return Change(draft =>
        {
            draft.RemoveWaiter(owner);
            draft.AddWaiter(request with { Priority = priority });
        });
    }

    /// <summary>Takes a waiting request out.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_WAITING</c>.</exception>
    public LockTable Cancel(long owner)
    {
        FindWaiter(owner);
        return Change(draft => draft.RemoveWaiter(owner));
    }

    /// <summary>The set that a grant now would give: all demands, the picks of choosing ones, and what is free of opportunistic ones.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_WAITING</c>, or <c>LOCK_NOT_GRANTABLE</c>: it is not its turn.</exception>
    public LockSet Choose(long owner)
    {
        var waiter = FindWaiter(owner);
        if (PoolStates.TryGetValue(waiter.Request.Pool, out var pool) && !pool.HasRoom)
            throw LockErrors.NotGrantable(owner, $"pool '{waiter.Request.Pool}' is full with {pool.Owners.Count} of {pool.Capacity}.");
        if (!LockTurn.Blocked(this, waiter).IsEmpty)
            throw LockErrors.NotGrantable(owner, $"somebody is in the way of {waiter.Request.Set}.");
        return LockTurn.Taken(this, waiter);
    }

    /// <summary>
    /// Makes a waiting request an owner of just what <see cref="Choose"/> gave when its opcode was started. The order and the pool are
    /// not looked at again: whoever applies a recorded start takes the word of the one who recorded it.
    /// </summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_WAITING</c>; <c>LOCK_GRANT_MISMATCH</c>: <paramref name="granted"/> is not what the
    /// request can be given; <c>LOCK_CONFLICT</c> with another owner.</exception>
    public LockTable Grant(long owner, LockSet granted)
    {
        var request = FindWaiter(owner).Request;
        if (!request.Set.IsMetBy(granted))
            throw LockErrors.GrantMismatch(owner, request.Set, granted);
        CheckConflicts(owner, granted.Demands);
        return Change(draft =>
        {
            draft.RemoveWaiter(owner);
            draft.AddHolding(owner, granted, request.Pool);
        });
    }

    /// <summary>Gives back all that an owner holds, and its place in the pool. Also right for an abandoned owner whose operation has returned.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>.</exception>
    public LockTable Release(long owner)
    {
        FindHolding(owner);
        return Change(draft => draft.RemoveHolding(owner));
    }

    /// <summary>Gives back some locks. The owner keeps its place in the pool, even if nothing is left.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>: also for a member that is held only through its whole level; use <see cref="Narrow"/>.</exception>
    public LockTable Release(long owner, IEnumerable<LockName> names)
    {
        var gone = HeldOneByOne(owner, names);
        return Narrow(owner, LockSet.Of(FindHolding(owner).Set.Demands.Where(demand => !gone.Contains(demand.Lock))));
    }

    /// <summary>Turns exclusive locks of an owner into shared ones; those already shared stay.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>: also for a member that is held only through its whole level; use <see cref="Narrow"/>.</exception>
    public LockTable Downgrade(long owner, IEnumerable<LockName> names)
    {
        var less = HeldOneByOne(owner, names);
        return Narrow(owner, LockSet.Of(FindHolding(owner).Set.Demands.Select(demand =>
            less.Contains(demand.Lock) ? demand with { Mode = LockMode.Shared } : demand)));
    }

    /// <summary>Lets an owner keep only <paramref name="rest"/>, such as a few members instead of a whole level.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>: a part of <paramref name="rest"/> is not covered by what it holds.</exception>
    public LockTable Narrow(long owner, LockSet rest)
    {
        var held = FindHolding(owner).Set;
        if (!rest.IsConcrete)
            throw LockErrors.NotConcrete(owner, rest);
        foreach (var demand in rest.Demands)
            if (!(held.ModeOf(demand.Lock) >= demand.Mode))
                throw LockErrors.NotCovered(owner, demand);
        return Change(draft => draft.ChangeHolding(owner, rest));
    }

    /// <summary>Recovery: makes an owner hold a set without waiting. Capacities do not count here.</summary>
    /// <exception cref="DroverException"><c>LOCK_CONFLICT</c> with another owner, <c>LOCK_SET_INVALID</c> for a set that is not concrete,
    /// <c>LOCK_REQUESTED_TWICE</c>, <c>LOCK_OWNER_HOLDS</c>.</exception>
    public LockTable Restore(long owner, LockSet set, string pool)
    {
        CheckNewOwner(owner);
        if (!set.IsConcrete)
            throw LockErrors.NotConcrete(owner, set);
        CheckConflicts(owner, set.Demands);
        return Change(draft => draft.AddHolding(owner, set, pool));
    }

    /// <summary>Gives an owner the exclusive lock of something that it has just created. Waiters are not asked.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>: it was granted nothing before. <c>LOCK_CONFLICT</c>: another owner holds the
    /// lock or its whole level; an operation that knows the name beforehand should demand it.</exception>
    public LockTable AddOwned(long owner, string level, string name)
    {
        var holding = FindHolding(owner);
        CheckConflicts(owner, [new(new(level, name), LockMode.Exclusive)]);
        return Change(draft => draft.ChangeHolding(owner, holding.Set.With(level, name, LockMode.Exclusive)));
    }

    /// <summary>What a lock stood for is deleted: its exclusive owner, if any, holds it no more. Waiters keep their places.</summary>
    /// <param name="affected">Waiting owners that want this very lock or may choose it, in order; their sets should be computed again.</param>
    /// <exception cref="DroverException"><c>LOCK_IN_USE</c>: it is held shared.</exception>
    public LockTable RemoveName(string level, string name, out ImmutableArray<long> affected)
    {
        var point = States[Levels.IndexOf(level)][name];
        affected = [.. LockBlockers.Wanting(States[Levels.IndexOf(level)], name).Distinct().Order().Select(key => key.Owner)];
        if (!point.SharedOwners.IsEmpty)
            throw LockErrors.InUse(new(level, name), point.SharedOwners);
        return point.ExclusiveOwners.IsEmpty ? this : Release(point.ExclusiveOwners.Min, [new(level, name)]);
    }

    /// <summary>The job of an owner has ended before its operation did: its locks stay held and are shown as abandoned.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>.</exception>
    public LockTable Abandon(long owner)
    {
        FindHolding(owner);
        return Change(draft => draft.MarkAbandoned(owner));
    }

    /// <summary>Takes the locks of an abandoned owner away, by an admin's word.</summary>
    /// <exception cref="DroverException"><c>LOCK_NOT_HELD</c>, <c>LOCK_NOT_ABANDONED</c>.</exception>
    public LockTable BreakAbandoned(long owner) =>
        FindHolding(owner).Abandoned ? Release(owner) : throw LockErrors.NotAbandoned(owner);

    /// <summary>Bounds how many owners of a pool hold grants at once. Owners above a new bound keep what they have.</summary>
    /// <param name="capacity">0 or more; null is unlimited, as it is before the first call.</param>
    public LockTable SetCapacity(string pool, int? capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity ?? 0, nameof(capacity));
        return Change(draft => draft.SetCapacity(pool, capacity));
    }

    /// <summary>
    /// Closes a lock: until it is opened no choosing demand picks it, as if somebody held it. Who names it gets it, and holders keep it. Closing it once more
    /// changes the reason.
    /// </summary>
    /// <param name="level">Its level.</param>
    /// <param name="name">Its name.</param>
    /// <param name="reason">Why, in words: what is shown to those who wait for it.</param>
    public LockTable Close(string level, string name, string reason) => Change(draft => draft.SetClosed(Levels.IndexOf(level), name, reason));

    /// <summary>Opens a closed lock; one that is open stays so.</summary>
    public LockTable Open(string level, string name) => Change(draft => draft.SetClosed(Levels.IndexOf(level), name, null));

    private LockTable Change(Action<LockTableDraft> change)
    {
        var draft = new LockTableDraft(this);
        change(draft);
        return draft.Finish();
    }

    /// <summary>The draft leaves the first candidate of each pool with room grantable, so this is a look at the fronts.</summary>
    private LockRequest? FindNext()
    {
        OrderKey? first = null;
        foreach (var (_, pool) in PoolStates)
            if (pool.HasRoom && !pool.Candidates.IsEmpty && (first is not { } known || pool.Candidates.Min.CompareTo(known) < 0))
                first = pool.Candidates.Min;
        return first is { } key ? Waiters[key.Owner].Request : null;
    }

    private static void CheckPriority(long owner, int priority)
    {
        if (priority is < LockRequest.FirstPriority or > LockRequest.LastPriority)
            throw LockErrors.Priority(owner, priority);
    }

    private void CheckNewOwner(long owner)
    {
        if (Waiters.ContainsKey(owner))
            throw LockErrors.AlreadyWaiting(owner);
        if (Holdings.TryGetValue(owner, out var holding))
            throw LockErrors.AlreadyHolds(owner, holding.Set);
    }

    private void CheckConflicts(long owner, ImmutableArray<LockDemand> demands)
    {
        foreach (var demand in demands)
            if (States[Levels.IndexOf(demand.Lock.Level)].IsHeldAgainst(demand.Lock.Member, demand.Mode))
                foreach (var blocker in LockBlockers.Holding(this, owner, demand))
                    throw LockErrors.Conflict(owner, demand, blocker.Owner, blocker.Has);
    }

    private Waiter FindWaiter(long owner) => Waiters.TryGetValue(owner, out var waiter) ? waiter : throw LockErrors.NotWaiting(owner);

    private Holding FindHolding(long owner) =>
        Holdings.TryGetValue(owner, out var holding) ? holding : throw LockErrors.NotHolding(owner);

    private HashSet<LockName> HeldOneByOne(long owner, IEnumerable<LockName> names)
    {
        var held = FindHolding(owner).Set;
        var result = new HashSet<LockName>();
        foreach (var name in names)
        {
            if (held.Find(name) is null)
                throw LockErrors.NotHeld(owner, name,
                    held.ModeOf(name) is null ? "" : " It holds the whole level; say instead which members it keeps.");
            result.Add(name);
        }

        return result;
    }
}
