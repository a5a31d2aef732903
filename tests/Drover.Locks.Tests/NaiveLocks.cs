namespace Drover.Locks.Tests;

/// <summary>The rules of granting said in the plainest way, by looking at everything each time.</summary>
internal sealed class NaiveLocks(TimeSpan step)
{
    public Dictionary<long, LockRequest> Waiting { get; } = [];

    public Dictionary<long, (LockSet Set, string Pool)> Owners { get; } = [];

    public Dictionary<string, int> Capacity { get; } = [];

    public HashSet<LockName> Closed { get; } = [];

    public IEnumerable<LockRequest> InOrder => Waiting.Values
        .OrderBy(request => request.Since + (request.Priority * step)).ThenBy(request => request.Since).ThenBy(request => request.Owner);

    public LockRequest? First() => InOrder.FirstOrDefault(IsGrantable);

    public bool IsGrantable(LockRequest request) => PoolHasRoom(request.Pool) && LocksAreFree(request);

    public bool PoolHasRoom(string pool) =>
        Owners.Values.Count(owner => owner.Pool == pool) < Capacity.GetValueOrDefault(pool, int.MaxValue);

    public bool LocksAreFree(LockRequest request) =>
        request.Set.Demands.All(demand => IsFree(request, demand))
        && Picks(request) is not null
        && request.Set.Opportunistic.All(any => Candidates(any).Count(demand => IsFree(request, demand)) >= any.Minimum);

    public LockSet Taken(LockRequest request)
    {
        var set = LockSet.Empty;
        var taken = request.Set.Opportunistic.SelectMany(any => Candidates(any).Where(demand =>
            IsFree(request, demand) && (any.Minimum > 0 || !Earlier(request).Any(earlier => earlier.Set.Choosing.Any(choice => MayPick(choice, demand))))));
        foreach (var demand in request.Set.Demands.Concat(Picks(request)!).Concat(taken))
            set = demand.Lock.Member is { } member ? set.With(demand.Lock.Level, member, demand.Mode) : set.WithAll(demand.Lock.Level, demand.Mode);
        return set;
    }

    public static bool Conflict(LockDemand a, LockDemand b) =>
        a.Lock.Level == b.Lock.Level
        && (a.Lock.Member is null || b.Lock.Member is null || a.Lock.Member == b.Lock.Member)
        && (a.Mode == LockMode.Exclusive || b.Mode == LockMode.Exclusive);

    /// <summary>What a waiter keeps from later ones by name.</summary>
    public static IEnumerable<LockDemand> Wanted(LockSet set) =>
        set.Demands.Concat(set.Opportunistic.Where(any => any.Minimum > 0).SelectMany(Candidates));

    /// <summary>The picks of all choosing demands, the first ones in the order of demands and candidates; null when there are none.</summary>
    public static List<LockDemand>? FirstPicks(ReadOnlySpan<ChoosingDemand> choices, Func<LockDemand, bool> isFree)
    {
        if (choices.IsEmpty)
            return [];
        var first = choices[0];
        var rest = choices[1..];
        foreach (var picks in Ways([.. Candidates(first).Where(isFree)], first.Count))
            if (FirstPicks(rest, demand => isFree(demand) && !picks.Any(pick => pick.Lock == demand.Lock)) is { } others)
                return [.. picks, .. others];
        return null;
    }

    private List<LockDemand>? Picks(LockRequest request) =>
        FirstPicks(request.Set.Choosing.AsSpan(), demand => !Closed.Contains(demand.Lock) && IsFree(request, demand));

    /// <summary>All ways to pick so many, those with the first candidates first.</summary>
    private static IEnumerable<List<LockDemand>> Ways(List<LockDemand> free, int count) => count == 0
        ? [[]]
        : free.SelectMany((pick, place) => Ways(free[(place + 1)..], count - 1).Select(others => (List<LockDemand>)[pick, .. others]));

    private bool IsFree(LockRequest request, LockDemand demand) =>
        !Owners.Values.Any(owner => owner.Set.Demands.Any(held => Conflict(held, demand)))
        && !Earlier(request).Any(earlier =>
            Wanted(earlier.Set).Any(wanted => Conflict(wanted, demand))
            || earlier.Set.Choosing.Any(choice => MayPick(choice, demand) && (demand.Lock.Member is null || !HasPlenty(choice))));

    private IEnumerable<LockRequest> Earlier(LockRequest request) => InOrder.TakeWhile(earlier => earlier.Owner != request.Owner);

    private bool MayPick(ChoosingDemand choice, LockDemand demand) =>
        Candidates(choice).Any(candidate => (demand.Lock.Member is null || !Closed.Contains(candidate.Lock)) && Conflict(candidate, demand));

    /// <summary>Enough candidates that nobody holds or names are left over, whatever else is picked among them.</summary>
    private bool HasPlenty(ChoosingDemand choice)
    {
        var touched = Owners.Values.SelectMany(owner => owner.Set.Demands).Concat(Waiting.Values.SelectMany(request => Wanted(request.Set)))
            .Select(demand => demand.Lock).ToHashSet();
        var claims = Waiting.Values.SelectMany(request => request.Set.Choosing)
            .Where(other => other.Level == choice.Level && other.Candidates.Intersect(choice.Candidates).Any()).Sum(other => other.Count);
        return Candidates(choice).Count(candidate => !touched.Contains(candidate.Lock) && !Closed.Contains(candidate.Lock)) >= claims;
    }

    private static IEnumerable<LockDemand> Candidates(OpportunisticDemand any) =>
        any.Candidates.Select(name => new LockDemand(new(any.Level, name), any.Mode));

    private static IEnumerable<LockDemand> Candidates(ChoosingDemand choice) =>
        choice.Candidates.Select(name => new LockDemand(new(choice.Level, name), choice.Mode));
}
