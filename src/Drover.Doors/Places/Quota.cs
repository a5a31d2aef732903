namespace Drover.Doors.Places;

/// <summary>Shares something out among callers - places of a door, bytes of unfinished requests - so that none of them, nor all together, can take what operators
/// need. Operators may have all there is. May be used from any thread.</summary>
/// <param name="limits">Who may have how much.</param>
public sealed class Quota(QuotaLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>Who may have how much.</summary>
    public QuotaLimits Limits => limits;

    /// <summary>What all have now.</summary>
    public long Held => Volatile.Read(ref _total);

    /// <summary>Takes some for a caller; nothing is taken where there is a shortage.</summary>
    public Shortage Take(Visitor visitor, long amount)
    {
        lock (_gate)
        {
            if (_total + amount > (visitor.IsOperator ? limits.Most : limits.ForOthers))
                return Shortage.OfAll;
            var own = _held.GetValueOrDefault(visitor.Name) + amount;
            if (!visitor.IsOperator && own > limits.PerCaller)
                return Shortage.OfCaller;
            Set_NeedsLock(visitor, own);
            _total += amount;
            return Shortage.None;
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void Give(Visitor visitor, long amount)
    {
        lock (_gate)
        {
            _total -= amount;
            Set_NeedsLock(visitor, _held.GetValueOrDefault(visitor.Name) - amount);
        }
    }

    private void Set_NeedsLock(Visitor visitor, long own)
    {
        if (own == 0)
            _held.Remove(visitor.Name);
        else
            _held[visitor.Name] = own;
    }
}
