namespace Drover.Locks;

/// <summary>Finds who is in the way of a demand, for messages and explanations.</summary>
internal static class LockBlockers
{
    /// <summary>Other owners that hold something in conflict with a demand.</summary>
    public static IEnumerable<LockBlocker> Holding(LockTable table, long owner, LockDemand wanted)
    {
        var level = table.Levels.IndexOf(wanted.Lock.Level);
        var state = table.States[level];
        foreach (var blocker in OwnersOf(wanted.Lock with { Member = null }, state.Whole))
            yield return blocker;
        if (wanted.Lock.Member is { } member)
        {
            foreach (var blocker in OwnersOf(wanted.Lock, state[member]))
                yield return blocker;
        }
        else if (state.ExclusiveHolds > 0 || (wanted.Mode == LockMode.Exclusive && state.SharedHolds > 0))
        {
            foreach (var (name, point) in state.Members.OrderBy(pair => pair.Key, NiceSort.Comparer))
                foreach (var blocker in OwnersOf(wanted.Lock with { Member = name }, point))
                    yield return blocker;
        }

        IEnumerable<LockBlocker> OwnersOf(LockName name, LockPoint point) =>
            from hold in point.Owners
            where hold.Owner != owner && LockModes.Conflicts(hold.Mode, wanted.Mode)
            orderby hold.Owner
            select new LockBlocker(wanted, hold.Owner, new(name, hold.Mode), Holds: true, table.Holdings[hold.Owner].Abandoned);
    }

    /// <summary>Earlier waiters that want something in conflict with a demand of <paramref name="waiter"/>.</summary>
    public static IEnumerable<LockBlocker> Waiting(LockTable table, Waiter waiter, LockDemand wanted)
    {
        var level = table.Levels.IndexOf(wanted.Lock.Level);
        var state = table.States[level];
        foreach (var blocker in Earlier(state.Whole.Waiting, wanted.Lock with { Member = null }))
            yield return blocker;
        var members = wanted.Lock.Member is { } member ? state[member].Waiting : state.MemberWaiting;
        foreach (var blocker in Earlier(members, wanted.Lock))
            yield return blocker;
        if (wanted.Lock.Member is { } candidate && !state.Closed.ContainsKey(candidate))
            foreach (var queue in state.Choices)
                if (!queue.HasPlenty && queue.Candidates.Contains(candidate))
                    foreach (var blocker in Earlier(queue.Waiting, wanted.Lock))
                        yield return blocker;

        IEnumerable<LockBlocker> Earlier(WaitQueue queue, LockName at) =>
            from entry in InOrder(queue)
            where entry.Key.CompareTo(waiter.Key) < 0 && LockModes.Conflicts(entry.Mode, wanted.Mode)
            let what = at == wanted.Lock && at.Member is null && ReferenceEquals(queue, state.MemberWaiting)
                ? MemberWanted(table.Waiters[entry.Key.Owner].Request.Set, at.Level, entry.Mode)
                : at
            select new LockBlocker(wanted, entry.Key.Owner, new(what, entry.Mode), Holds: false, Abandoned: false);
    }

    /// <summary>The requests that want a member or may choose it, in any order, some of them twice.</summary>
    public static IEnumerable<OrderKey> Wanting(LevelState state, string member) =>
        state.Choices.Where(queue => queue.Candidates.Contains(member)).Select(queue => queue.Waiting).Append(state[member].Waiting)
            .SelectMany(queue => queue.Shared.Concat(queue.Exclusive));

    public static IEnumerable<(OrderKey Key, LockMode Mode)> InOrder(WaitQueue queue) =>
        queue.Shared.Select(key => (Key: key, LockMode.Shared))
            .Concat(queue.Exclusive.Select(key => (Key: key, LockMode.Exclusive)))
            .OrderBy(entry => entry.Key);

    /// <summary>One member of a level that a request wants in a mode: it is known to want some.</summary>
    private static LockName MemberWanted(LockSet set, string level, LockMode mode)
    {
        foreach (var demand in set.Demands)
            if (demand.Lock.Level == level && demand.Lock.Member is not null && demand.Mode == mode)
                return demand.Lock;
        foreach (var choice in set.Choosing)
            if (choice.Level == level && choice.Mode == mode)
                return new(level, choice.Candidates[0]);
        return new(level, set.Opportunistic.First(any => any.Level == level).Candidates[0]);
    }
}
