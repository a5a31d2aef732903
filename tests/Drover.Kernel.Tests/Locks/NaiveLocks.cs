using Drover.Kernel.Locks;

namespace Drover.Kernel.Tests.Locks;

/// <summary>The rules of granting said in the plainest way, by looking at everything each time.</summary>
internal sealed class NaiveLocks(TimeSpan step)
{
    public Dictionary<long, LockRequest> Waiting { get; } = [];

    public Dictionary<long, (LockSet Set, string Pool)> Owners { get; } = [];

    public Dictionary<string, int> Capacity { get; } = [];

    public IEnumerable<LockRequest> InOrder => Waiting.Values
        .OrderBy(request => request.Since + (request.Priority * step)).ThenBy(request => request.Since).ThenBy(request => request.Owner);

    public LockRequest? First() => InOrder.FirstOrDefault(IsGrantable);

    public bool IsGrantable(LockRequest request) =>
        Owners.Values.Count(owner => owner.Pool == request.Pool) < Capacity.GetValueOrDefault(request.Pool, int.MaxValue)
        && LocksAreFree(request);

    public bool LocksAreFree(LockRequest request) =>
        request.Set.Demands.All(demand => IsFree(request, demand))
        && request.Set.Opportunistic.All(any => Candidates(any).Count(demand => IsFree(request, demand)) >= any.Minimum);

    public LockSet Taken(LockRequest request)
    {
        var set = LockSet.Empty;
        foreach (var demand in request.Set.Demands.Concat(request.Set.Opportunistic.SelectMany(Candidates).Where(d => IsFree(request, d))))
            set = demand.Lock.Member is { } member ? set.With(demand.Lock.Level, member, demand.Mode) : set.WithAll(demand.Lock.Level, demand.Mode);
        return set;
    }

    public static bool Conflict(LockDemand a, LockDemand b) =>
        a.Lock.Level == b.Lock.Level
        && (a.Lock.Member is null || b.Lock.Member is null || a.Lock.Member == b.Lock.Member)
        && (a.Mode == LockMode.Exclusive || b.Mode == LockMode.Exclusive);

    /// <summary>What a waiter keeps from later ones.</summary>
    public static IEnumerable<LockDemand> Wanted(LockSet set) =>
        set.Demands.Concat(set.Opportunistic.Where(any => any.Minimum > 0).SelectMany(Candidates));

    private bool IsFree(LockRequest request, LockDemand demand) =>
        !Owners.Values.Any(owner => owner.Set.Demands.Any(held => Conflict(held, demand)))
        && !InOrder.TakeWhile(earlier => earlier.Owner != request.Owner)
            .Any(earlier => Wanted(earlier.Set).Any(wanted => Conflict(wanted, demand)));

    private static IEnumerable<LockDemand> Candidates(OpportunisticDemand any) =>
        any.Candidates.Select(name => new LockDemand(new(any.Level, name), any.Mode));
}
