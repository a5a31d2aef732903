using System.Collections.Immutable;

namespace Drover.Kernel.Locks;

/// <summary>Decides whether it is a request's turn as far as locks are concerned. Pools are looked at elsewhere.</summary>
internal static class LockTurn
{
    public static ImmutableArray<ParkingPlace> Blocked(LockTable table, Waiter waiter) =>
        Blocked(table.Levels, table.States.AsSpan(), waiter);

    /// <summary>
    /// Where the request has to wait: empty when nothing is in the way. For a fixed demand the first place that does not let it pass;
    /// for an opportunistic one all such places, since each of them may give the candidate that is missing.
    /// </summary>
    public static ImmutableArray<ParkingPlace> Blocked(LockLevels levels, ReadOnlySpan<LevelState> states, Waiter waiter)
    {
        foreach (var demand in waiter.Request.Set.Demands)
        {
            var level = levels.IndexOf(demand.Lock.Level);
            if (FirstBlock(states[level], level, demand.Lock.Member, demand.Mode, waiter.Key) is { } place)
                return [place];
        }

        foreach (var any in waiter.Request.Set.Opportunistic)
        {
            var places = BlockedCandidates(levels, states, waiter.Key, any, out var free);
            if (free < any.Minimum)
                return places;
        }

        return [];
    }

    /// <summary>How many candidates could be taken now, and where the others are blocked.</summary>
    public static ImmutableArray<ParkingPlace> BlockedCandidates(
        LockLevels levels, ReadOnlySpan<LevelState> states, OrderKey key, OpportunisticDemand any, out int free)
    {
        var level = levels.IndexOf(any.Level);
        free = 0;
        var places = ImmutableArray.CreateBuilder<ParkingPlace>();
        foreach (var name in any.Candidates)
            if (FirstBlock(states[level], level, name, any.Mode, key) is not { } place)
                free++;
            else if (place.Kind != ParkingKind.AnyMember || !places.Contains(place))
                places.Add(place);
        return places.DrainToImmutable();
    }

    /// <summary>The set that a grant now gives: all demands, and the candidates that nothing is in the way of.</summary>
    public static LockSet Taken(LockTable table, Waiter waiter)
    {
        var set = waiter.Request.Set;
        if (set.Opportunistic.IsEmpty)
            return set;
        var taken = set.Demands.ToList();
        foreach (var any in set.Opportunistic)
        {
            var level = table.Levels.IndexOf(any.Level);
            foreach (var name in any.Candidates)
                if (FirstBlock(table.States[level], level, name, any.Mode, waiter.Key) is null)
                    taken.Add(new(new(any.Level, name), any.Mode));
        }

        return LockSet.Of(taken);
    }

    private static ParkingPlace? FirstBlock(LevelState state, int level, string? member, LockMode mode, OrderKey key)
    {
        if (member is null)
            return key.Passes(state.WholeLimit(mode)) ? null : new(level, ParkingKind.Whole, null, mode);
        if (!key.Passes(state.AnyMemberLimit(mode)))
            return new(level, ParkingKind.AnyMember, null, mode);
        return key.Passes(state.MemberLimit(member, mode)) ? null : new(level, ParkingKind.Member, member, mode);
    }
}
