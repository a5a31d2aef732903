namespace Drover.Doors.Places;

/// <summary>The places of one door: who gets one, who is turned away and why, and what is said of it. All doors ask it, before anything is read from a caller.
/// May be used from any thread.</summary>
/// <param name="what">What takes a place, in the plural: <c>LUXI connections</c>.</param>
/// <param name="limits">How many there are, and for whom.</param>
/// <param name="clock">Keeps what is said to once a minute and caller.</param>
/// <param name="tell">Says that callers were turned away: how many since it was last said, who, and why.</param>
public sealed class DoorPlaces(string what, PlaceLimits limits, TimeProvider clock, Action<long, string, string> tell)
{
    private readonly Quota _served = new(limits.ForAll);
    private readonly Quota _told = new(PlaceLimits.ForTold);
    private readonly RareLines _lines = new(clock);
    private long _refused;

    /// <summary>Places that are taken now by callers who are served.</summary>
    public int Taken => (int)_served.Held;

    /// <summary>Callers who were turned away since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Gives a caller a place, or a reason.</summary>
    /// <param name="visitor">Who wants it.</param>
    /// <param name="descriptor">Number of the connection's descriptor: as the system gives out the lowest that is free, so many are in use.</param>
    public Admission Enter(Visitor visitor, int descriptor = 0)
    {
        if (Refusal(visitor, descriptor) is not { } refusal)
            return Admission.Served(visitor, _served);
        Interlocked.Increment(ref _refused);
        if (_lines.Add(visitor.Name) is > 0 and var count)
            tell(count, visitor.Name, refusal);
        return descriptor < limits.DescriptorsFor(visitor) && _told.Take(visitor, 1) == Shortage.None
            ? Admission.TurnedAway(visitor, _told, refusal)
            : Admission.Closed(visitor, refusal);
    }

    /// <summary>Why the caller gets no place; null when it has one now.</summary>
    private string? Refusal(Visitor visitor, int descriptor)
    {
        if (descriptor >= limits.DescriptorsFor(visitor))
            return "the daemon is short of file descriptors; try again later";
        var quota = _served.Limits;
        return _served.Take(visitor, 1) switch
        {
            Shortage.None => null,
            Shortage.OfCaller => $"{visitor.Name} has {quota.PerCaller} {what} already, as many as one caller may have; end some, or try again later",
            _ when visitor.IsOperator => $"there are {quota.Most} {what} already; end some, or try again later",
            _ => $"there are {quota.ForOthers} {what} already, and the rest is kept for operators; try again later",
        };
    }
}
