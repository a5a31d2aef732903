using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>
/// A table while it is changed. The work of granting is spread over the changes: each waiting request is either a <i>candidate</i>
/// of its pool, or <i>parked</i> at a lock that does not let it pass. A change wakes only those parked at the locks that it touched and
/// that pass there now, and then looks at candidates from the front until the first one of each pool with room is grantable.
/// So a grant costs a few look-ups, whatever the number of locks held and requests waiting.
/// </summary>
internal sealed class LockTableDraft(LockTable table)
{
    private readonly LevelState[] _states = [.. table.States];
    private readonly List<(int Level, string? Member)> _touched = [];
    private ImmutableDictionary<long, Waiter> _waiters = table.Waiters;
    private ImmutableDictionary<long, Holding> _holdings = table.Holdings;
    private ImmutableSortedDictionary<string, PoolState> _pools = table.PoolStates;

    public LockTable Finish()
    {
        foreach (var (level, member) in _touched)
            Wake(level, member);
        for (var level = 0; level < _states.Length; level++)
            if (!table.States[level].Choices.IsEmpty && !ReferenceEquals(_states[level], table.States[level]))
                WakeFromChoices(level, table.States[level].Choices);
        Settle();
        return new(table.Levels, table.AgeingStep, [.. _states], _waiters, _holdings, _pools);
    }

    public void AddWaiter(LockRequest request)
    {
        if (!request.Set.Choosing.IsEmpty)
            request = request with { Set = request.Set.WithLists(demand => _states[table.Levels.IndexOf(demand.Level)].Known(demand.List)) };
        var waiter = new Waiter(request, OrderKey.Of(request, table.AgeingStep.Ticks / TimeSpan.TicksPerMicrosecond), []);
        foreach (var (level, member, mode) in Wanted(request.Set))
        {
            var state = _states[level];
            var point = state[member];
            state = state.Put(member, point with { Waiting = point.Waiting.With(mode, waiter.Key) });
            _states[level] = member is null ? state : state with { MemberWaiting = state.MemberWaiting.With(mode, waiter.Key) };
        }

        foreach (var demand in request.Set.Choosing)
        {
            var level = table.Levels.IndexOf(demand.Level);
            _states[level] = _states[level].WithChoice(demand, waiter.Key);
        }

        _waiters = _waiters.Add(request.Owner, waiter);
        ChangePool(request.Pool, pool => pool with { Candidates = pool.Candidates.Add(waiter.Key) });
    }

    public void RemoveWaiter(long owner)
    {
        Unpark(owner);
        var waiter = _waiters[owner];
        foreach (var (level, member, mode) in Wanted(waiter.Request.Set))
        {
            var state = _states[level];
            var point = state[member];
            state = state.Put(member, point with { Waiting = point.Waiting.Without(mode, waiter.Key) });
            _states[level] = member is null ? state : state with { MemberWaiting = state.MemberWaiting.Without(mode, waiter.Key) };
            _touched.Add((level, member));
        }

        foreach (var demand in waiter.Request.Set.Choosing)
        {
            var level = table.Levels.IndexOf(demand.Level);
            _states[level] = _states[level].WithoutChoice(demand, waiter.Key);
        }

        _waiters = _waiters.Remove(owner);
        ChangePool(waiter.Request.Pool, pool => pool with { Candidates = pool.Candidates.Remove(waiter.Key) });
    }

    public void AddHolding(long owner, LockSet set, string pool)
    {
        foreach (var demand in set.Demands)
            Hold(owner, demand);
        _holdings = _holdings.Add(owner, new(set, pool, Abandoned: false));
        ChangePool(pool, state => state with { Owners = state.Owners.Add(owner) });
    }

    public void ChangeHolding(long owner, LockSet set)
    {
        var holding = _holdings[owner];
        foreach (var old in holding.Set.Demands)
            if (set.Find(old.Lock) != old.Mode)
                LetGo(owner, old);
        foreach (var demand in set.Demands)
            if (holding.Set.Find(demand.Lock) != demand.Mode)
                Hold(owner, demand);
        _holdings = _holdings.SetItem(owner, holding with { Set = set });
    }

    public void RemoveHolding(long owner)
    {
        var holding = _holdings[owner];
        foreach (var demand in holding.Set.Demands)
            LetGo(owner, demand);
        _holdings = _holdings.Remove(owner);
        ChangePool(holding.Pool, pool => pool with { Owners = pool.Owners.Remove(owner) });
    }

    public void MarkAbandoned(long owner) => _holdings = _holdings.SetItem(owner, _holdings[owner] with { Abandoned = true });

    public void SetCapacity(string pool, int? capacity) => ChangePool(pool, state => state with { Capacity = capacity });

    public void SetClosed(int level, string member, string? reason)
    {
        var before = _states[level];
        _states[level] = before.WithClosed(member, reason);
        _touched.Add((level, member));
        // Those who name it need not wait for those who would have picked it.
        if (reason is not null)
            foreach (var queue in before.Choices)
                if (queue.Candidates.Contains(member))
                    foreach (var mode in (ReadOnlySpan<LockMode>)[LockMode.Shared, LockMode.Exclusive])
                        Wake(queue.Parked[mode], OrderKey.Everybody);
    }

    /// <summary>The places in which a request queues. Opportunistic demands that never wait have none.</summary>
    private IEnumerable<(int Level, string? Member, LockMode Mode)> Wanted(LockSet set)
    {
        foreach (var demand in set.Demands)
            yield return (table.Levels.IndexOf(demand.Lock.Level), demand.Lock.Member, demand.Mode);
        foreach (var any in set.Opportunistic)
        {
            var level = table.Levels.IndexOf(any.Level);
            if (any.Minimum > 0)
                foreach (var name in any.Candidates)
                    yield return (level, name, any.Mode);
        }
    }

    private void Hold(long owner, LockDemand demand)
    {
        var level = table.Levels.IndexOf(demand.Lock.Level);
        _states[level] = _states[level].WithOwner(demand.Lock.Member, owner, demand.Mode);
    }

    private void LetGo(long owner, LockDemand demand)
    {
        var level = table.Levels.IndexOf(demand.Lock.Level);
        _states[level] = _states[level].WithoutOwner(demand.Lock.Member, owner, demand.Mode);
        _touched.Add((level, demand.Lock.Member));
    }

    private void ChangePool(string name, Func<PoolState, PoolState> change)
    {
        var pool = change(_pools.GetValueOrDefault(name, PoolState.Unused));
        _pools = pool.IsUnused ? _pools.Remove(name) : _pools.SetItem(name, pool);
    }

    /// <summary>Makes candidates of the requests parked at a lock, or around it, that it now lets pass.</summary>
    private void Wake(int level, string? member)
    {
        // Waking changes neither owners nor queues, so the limits stay right. Where nobody is parked they are not worth finding out.
        var state = _states[level];
        var parked = member is null ? state.MemberParked : state[member].Parked;
        foreach (var mode in (ReadOnlySpan<LockMode>)[LockMode.Shared, LockMode.Exclusive])
        {
            if (!parked[mode].IsEmpty)
                Wake(parked[mode], member is null ? state.AnyMemberLimit(mode) : state.MemberLimit(member, mode));
            if (!state.Whole.Parked[mode].IsEmpty)
                Wake(state.Whole.Parked[mode], state.WholeLimit(mode));
            if (member is not null)
                foreach (var queue in state.Choices)
                    if (!queue.Short[mode].IsEmpty && queue.Candidates.Contains(member))
                        Wake(queue.Short[mode], OrderKey.First(queue.Limit(mode), state.MemberLimit(member, mode)));
        }
    }

    /// <summary>The same where choosing requests keep less than before: because one of them is gone, or because there is plenty now.</summary>
    private void WakeFromChoices(int level, ImmutableArray<ChoiceQueue> before)
    {
        var state = _states[level];
        foreach (var mode in (ReadOnlySpan<LockMode>)[LockMode.Shared, LockMode.Exclusive])
        {
            for (var i = 0; i < before.Length; i++) // New queues were added behind these.
            {
                var queue = state.Choices[i];
                var limit = queue.Limit(mode);
                if (ReferenceEquals(queue, before[i]) || limit.CompareTo(before[i].Limit(mode)) <= 0)
                    continue;
                Wake(queue.Parked[mode], limit);
                foreach (var other in state.Choices)
                    if (!other.Short[mode].IsEmpty && other.Candidates.Meets(queue.Candidates))
                        Wake(other.Short[mode], OrderKey.First(other.Limit(mode), limit));
            }

            Wake(state.Whole.Parked[mode], state.WholeLimit(mode));
        }

        _states[level] = _states[level].WithoutEmptyChoices();
    }

    private void Wake(ImmutableSortedSet<OrderKey> parked, OrderKey limit)
    {
        for (; !parked.IsEmpty && parked.Min.Passes(limit); parked = parked.Remove(parked.Min))
            Unpark(parked.Min.Owner);
    }

    private void Settle()
    {
        foreach (var (name, _) in _pools)
            while (_pools.GetValueOrDefault(name) is { HasRoom: true, Candidates.IsEmpty: false } pool)
            {
                var waiter = _waiters[pool.Candidates.Min.Owner];
                var places = LockTurn.Blocked(table.Levels, _states, waiter);
                if (places.IsEmpty)
                    break;
                Park(waiter, places);
            }
    }

    private void Park(Waiter waiter, ImmutableArray<ParkingPlace> places)
    {
        foreach (var place in places)
            ChangeParked(place, queue => queue.With(place.Mode, waiter.Key));
        _waiters = _waiters.SetItem(waiter.Request.Owner, waiter with { Parked = places });
        ChangePool(waiter.Request.Pool, pool => pool with { Candidates = pool.Candidates.Remove(waiter.Key) });
    }

    private void Unpark(long owner)
    {
        var waiter = _waiters[owner];
        if (waiter.Parked.IsEmpty)
            return;
        foreach (var place in waiter.Parked)
            ChangeParked(place, queue => queue.Without(place.Mode, waiter.Key));
        _waiters = _waiters.SetItem(owner, waiter with { Parked = [] });
        ChangePool(waiter.Request.Pool, pool => pool with { Candidates = pool.Candidates.Add(waiter.Key) });
    }

    private void ChangeParked(ParkingPlace place, Func<WaitQueue, WaitQueue> change)
    {
        var state = _states[place.Level];
        switch (place.Kind)
        {
            case ParkingKind.AnyMember:
                _states[place.Level] = state with { MemberParked = change(state.MemberParked) };
                break;
            case ParkingKind.Kept:
                var keeping = state.ChoicesFrom(place.Candidates!);
                _states[place.Level] = state.PutChoices(keeping with { Parked = change(keeping.Parked) });
                break;
            case ParkingKind.Short:
                var choosing = state.ChoicesFrom(place.Candidates!);
                _states[place.Level] = state.PutChoices(choosing with { Short = change(choosing.Short) });
                break;
            default:
                var point = state[place.Member];
                _states[place.Level] = state.Put(place.Member, point with { Parked = change(point.Parked) });
                break;
        }
    }
}
