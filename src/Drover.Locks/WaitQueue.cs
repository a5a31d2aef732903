using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>Requests in order, apart by mode.</summary>
internal sealed record WaitQueue(ImmutableSortedSet<OrderKey> Shared, ImmutableSortedSet<OrderKey> Exclusive)
{
    public static WaitQueue Empty { get; } = new([], []);

    public bool IsEmpty => Shared.IsEmpty && Exclusive.IsEmpty;

    public ImmutableSortedSet<OrderKey> this[LockMode mode] => mode == LockMode.Shared ? Shared : Exclusive;

    public WaitQueue With(LockMode mode, OrderKey key)
    {
        var changed = this[mode].Add(key);
        return ReferenceEquals(changed, this[mode]) ? this : Put(mode, changed);
    }

    public WaitQueue Without(LockMode mode, OrderKey key)
    {
        var changed = this[mode].Remove(key);
        return ReferenceEquals(changed, this[mode]) ? this : Put(mode, changed);
    }

    /// <summary>The first request that conflicts with a demand of this mode.</summary>
    public OrderKey FirstAgainst(LockMode mode) =>
        mode == LockMode.Shared ? Front(Exclusive) : OrderKey.First(Front(Shared), Front(Exclusive));

    private static OrderKey Front(ImmutableSortedSet<OrderKey> requests) => requests.IsEmpty ? OrderKey.Everybody : requests.Min;

    private WaitQueue Put(LockMode mode, ImmutableSortedSet<OrderKey> changed)
    {
        var result = mode == LockMode.Shared ? new WaitQueue(changed, Exclusive) : new WaitQueue(Shared, changed);
        return result.IsEmpty ? Empty : result;
    }
}
