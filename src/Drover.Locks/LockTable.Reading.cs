using System.Collections.Immutable;

namespace Drover.Locks;

public sealed partial class LockTable
{
    /// <summary>How many requests wait.</summary>
    public int WaitingCount => Waiters.Count;

    /// <summary>How many owners hold a grant.</summary>
    public int OwnerCount => Holdings.Count;

    /// <summary>What an owner holds; null when it was granted nothing or has released all.</summary>
    public LockSet? Owned(long owner) => Holdings.GetValueOrDefault(owner)?.Set;

    /// <summary>Whether an owner holds locks after the end of its job.</summary>
    public bool IsAbandoned(long owner) => Holdings.GetValueOrDefault(owner)?.Abandoned ?? false;

    /// <summary>Whether an owner has a request that is not granted yet.</summary>
    public bool IsWaiting(long owner) => Waiters.ContainsKey(owner);

    /// <summary>The request of a waiting owner, or null.</summary>
    public LockRequest? Waiting(long owner) => Waiters.GetValueOrDefault(owner)?.Request;

    /// <summary>Who holds this very lock, by id; holders of the whole level are not listed for a member.</summary>
    public ImmutableArray<LockOwner> HeldBy(LockName name) => OwnersOf(States[Levels.IndexOf(name.Level)][name.Member]);

    /// <summary>Why a lock is closed to choosing demands; null when it is open.</summary>
    public string? WhyClosed(LockName name) => name.Member is { } member ? States[Levels.IndexOf(name.Level)].Closed.GetValueOrDefault(member) : null;

    /// <summary>All closed locks with their reasons, by rank of level and name.</summary>
    public IEnumerable<(LockName Lock, string Reason)> Closed() =>
        States.SelectMany((state, level) => state.Closed.Select(pair => (new LockName(Levels.Ordered[level].Name, pair.Key), pair.Value)));

    /// <summary>A pool, or null when it has neither a bound nor owners.</summary>
    public LockPool? Pool(string name) =>
        PoolStates.TryGetValue(name, out var pool) && (pool.Capacity is not null || !pool.Owners.IsEmpty) ? new(name, pool.Capacity, pool.Owners) : null;

    /// <summary>The priority to show: one better for each whole step that the request has waited, and -20 at best.</summary>
    public int EffectivePriority(LockRequest request, Timestamp now)
    {
        var steps = Math.Max(0, (now - request.Since).Ticks / AgeingStep.Ticks);
        return (int)Math.Max(LockRequest.FirstPriority, request.Priority - steps);
    }

    /// <summary>
    /// All locks that are held or wanted, by rank of level and natural order of name, with one row for the whole of each level that
    /// has any. Opportunistic demands that never wait do not count as wanted. Who waits to choose stands in a row of its own for each list
    /// of candidates, such as <c>device/[b1 b2 b3]</c>, and not at each of them.
    /// </summary>
    public IReadOnlyList<LockRow> Rows()
    {
        var rows = new List<LockRow>();
        for (var i = 0; i < States.Length; i++)
        {
            var (level, state) = (Levels.Ordered[i].Name, States[i]);
            if (state.Whole.IsUnused && state.Members.IsEmpty && state.Choices.IsEmpty)
                continue;
            var points = state.Members.Select(pair => ((string?)pair.Key, pair.Value)).Append((null, state.Whole));
            rows.AddRange(points
                .OrderBy(entry => entry.Item1 ?? LockName.WholeLevel, NiceSort.Comparer)
                .Select(entry => Row(level, entry.Item1, entry.Item2)));
            rows.AddRange(state.Choices
                .Select(queue => new LockRow(level, queue.Candidates.ToString(), null, [], Pending(queue.Waiting)))
                .OrderBy(row => row.Name, NiceSort.Comparer));
        }

        return rows;
    }

    /// <summary>Why a waiting owner waits; null when it does not wait.</summary>
    /// <param name="limit">At most this many blockers are named.</param>
    public LockWait? Explain(long owner, int limit = 100)
    {
        if (!Waiters.TryGetValue(owner, out var waiter))
            return null;
        var request = waiter.Request;
        var shortages = ImmutableArray.CreateBuilder<LockShortage>();
        var closed = ImmutableArray.CreateBuilder<ClosedLock>();
        IEnumerable<LockDemand> wanted = request.Set.Demands;
        IEnumerable<LockDemand> candidates = [];
        foreach (var level in request.Set.ChoicesByLevel())
        {
            var state = States[Levels.IndexOf(level.Span[0].Level)];
            if (state.Picks(level.Span, waiter.Key) is not null)
                continue;
            var all = level.ToArray().ToLookup(choice => FreeFor(choice) < choice.Count);
            foreach (var choice in all[all.Contains(true)])
            {
                shortages.Add(new(choice.Level, choice.Candidates.Length, FreeFor(choice), choice.Count));
                candidates = candidates.Concat(choice.Candidates.Where(name => !state.Closed.ContainsKey(name)).Select(name => new LockDemand(new(choice.Level, name), choice.Mode)));
                closed.AddRange(state.Closed.Where(pair => choice.List.Contains(pair.Key)).Select(pair => new ClosedLock(new(choice.Level, pair.Key), pair.Value)));
            }

            int FreeFor(ChoosingDemand choice) => choice.Candidates.Count(name => !state.Closed.ContainsKey(name) && LockTurn.IsFree(state, name, choice.Mode, waiter.Key));
        }

        foreach (var any in request.Set.Opportunistic)
        {
            LockTurn.BlockedCandidates(Levels, States.AsSpan(), waiter.Key, any, out var free);
            if (free >= any.Minimum)
                continue;
            shortages.Add(new(any.Level, any.Candidates.Length, free, any.Minimum));
            wanted = wanted.Concat(any.Candidates.Select(name => new LockDemand(new(any.Level, name), any.Mode)));
        }

        // An earlier request that is in the way at many candidates is named once.
        var blockers = wanted.SelectMany(BlockersOf)
            .Concat(candidates.SelectMany(BlockersOf).DistinctBy(blocker => (blocker.Owner, blocker.Holds ? blocker.Has.Lock : default)))
            .Take(limit);
        var full = PoolStates.TryGetValue(request.Pool, out var pool) && !pool.HasRoom ? Pool(request.Pool) : null;
        return new(request, [.. blockers], shortages.DrainToImmutable(), full, [.. closed.Distinct()]);

        IEnumerable<LockBlocker> BlockersOf(LockDemand demand) =>
            LockBlockers.Holding(this, owner, demand).Concat(LockBlockers.Waiting(this, waiter, demand));
    }

    private LockRow Row(string level, string? name, LockPoint point) => new(
        level,
        name,
        !point.ExclusiveOwners.IsEmpty ? LockMode.Exclusive : !point.SharedOwners.IsEmpty ? LockMode.Shared : null,
        OwnersOf(point),
        Pending(point.Waiting));

    private static ImmutableArray<LockPending> Pending(WaitQueue queue) =>
        [.. LockBlockers.InOrder(queue).Select(entry => new LockPending(entry.Mode, entry.Key.Owner))];

    private ImmutableArray<LockOwner> OwnersOf(LockPoint point) =>
        [.. point.Owners.OrderBy(hold => hold.Owner).Select(hold => new LockOwner(hold.Owner, hold.Mode, Holdings[hold.Owner].Abandoned))];
}
