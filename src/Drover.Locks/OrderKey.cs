namespace Drover.Locks;

/// <summary>
/// Place of a request in the one order of all requests. Virtual time is Since + Priority * AgeingStep: waiting one step is worth one
/// priority, and since both of two waiting requests age alike, their order never changes and needs no timer.
/// </summary>
internal readonly record struct OrderKey(long VirtualTime, long Since, long Owner) : IComparable<OrderKey>
{
    /// <summary>Before every request: the limit that nobody passes.</summary>
    public static OrderKey Nobody { get; } = new(long.MinValue, long.MinValue, long.MinValue);

    /// <summary>After every request: the limit that everybody passes.</summary>
    public static OrderKey Everybody { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue);

    public static OrderKey Of(LockRequest request, long stepMicroseconds) =>
        new(request.Since.Microseconds + (request.Priority * stepMicroseconds), request.Since.Microseconds, request.Owner);

    public int CompareTo(OrderKey other)
    {
        var order = VirtualTime.CompareTo(other.VirtualTime);
        if (order == 0)
            order = Since.CompareTo(other.Since);
        return order != 0 ? order : Owner.CompareTo(other.Owner);
    }

    /// <summary>Whether no other request stands before this one, where <paramref name="limit"/> is the first of those that count.</summary>
    public bool Passes(OrderKey limit) => CompareTo(limit) <= 0;

    public static OrderKey First(OrderKey a, OrderKey b) => a.CompareTo(b) <= 0 ? a : b;
}
