using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>Decides whether it is a request's turn as far as locks are concerned. Pools are looked at elsewhere.</summary>
internal static class LockTurn
{
    public static ImmutableArray<ParkingPlace> Blocked(LockTable table, Waiter waiter) =>
        Blocked(table.Levels, table.States.AsSpan(), waiter);

    /// <summary>
    /// Where the request has to wait: empty when nothing is in the way. For a fixed demand the first place that does not let it pass;
    /// for an opportunistic or choosing one all such places, since each of them may give the candidate that is missing.
    /// </summary>
    public static ImmutableArray<ParkingPlace> Blocked(LockLevels levels, ReadOnlySpan<LevelState> states, Waiter waiter)
    {
        var set = waiter.Request.Set;
        foreach (var demand in set.Demands)
        {
            var level = levels.IndexOf(demand.Lock.Level);
            if (FirstBlock(states[level], level, demand.Lock.Member, demand.Mode, waiter.Key) is { } place)
                return [place];
        }

        foreach (var choices in set.ChoicesByLevel())
        {
            var level = levels.IndexOf(choices.Span[0].Level);
            if (states[level].Picks(choices.Span, waiter.Key) is null)
                return ShortOf(states[level], level, choices.Span, waiter.Key);
        }

        foreach (var any in set.Opportunistic)
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
            else if (place.Kind == ParkingKind.Member || !places.Contains(place))
                places.Add(place);
        return places.DrainToImmutable();
    }

    /// <summary>Whether a request could have a member now.</summary>
    public static bool IsFree(LevelState state, string member, LockMode mode, OrderKey key) =>
        key.Passes(state.AnyMemberLimit(mode)) && key.Passes(state.MemberLimit(member, mode)) && state.KeptBy(member, mode, key) is null;

    /// <summary>The set that a grant now gives: all demands, the picks, and the candidates that nothing is in the way of.</summary>
    public static LockSet Taken(LockTable table, Waiter waiter)
    {
        var set = waiter.Request.Set;
        if (set.IsConcrete)
            return set;
        var taken = set.Demands.ToList();
        foreach (var choices in set.ChoicesByLevel())
            taken.AddRange(table.States[table.Levels.IndexOf(choices.Span[0].Level)].Picks(choices.Span, waiter.Key)!);
        foreach (var any in set.Opportunistic)
        {
            var state = table.States[table.Levels.IndexOf(any.Level)];
            foreach (var name in any.Candidates)
                if (IsFree(state, name, any.Mode, waiter.Key) && (any.Minimum > 0 || !state.MayBeChosen(name, any.Mode, waiter.Key)))
                    taken.Add(new(new(any.Level, name), any.Mode));
        }

        return LockSet.Of(taken);
    }

    private static ImmutableArray<ParkingPlace> ShortOf(LevelState state, int level, ReadOnlySpan<ChoosingDemand> choices, OrderKey key)
    {
        var places = ImmutableArray.CreateBuilder<ParkingPlace>();
        foreach (var choice in choices)
        {
            if (!key.Passes(state.AnyMemberLimit(choice.Mode)))
                return [new(level, ParkingKind.AnyMember, null, choice.Mode)];
            var place = new ParkingPlace(level, ParkingKind.Short, null, choice.Mode, choice.List);
            if (!places.Contains(place))
                places.Add(place);
        }

        return places.DrainToImmutable();
    }

    private static ParkingPlace? FirstBlock(LevelState state, int level, string? member, LockMode mode, OrderKey key)
    {
        if (member is null)
            return key.Passes(state.WholeLimit(mode)) ? null : new(level, ParkingKind.Whole, null, mode);
        if (!key.Passes(state.AnyMemberLimit(mode)))
            return new(level, ParkingKind.AnyMember, null, mode);
        if (!key.Passes(state.MemberLimit(member, mode)))
            return new(level, ParkingKind.Member, member, mode);
        return state.KeptBy(member, mode, key) is { } queue ? new(level, ParkingKind.Kept, null, mode, queue.Candidates) : null;
    }
}
