namespace Drover.Agent.Leases;

/// <summary>The right of this node to run a group that is to be on one node of several.</summary>
/// <param name="Group">The group.</param>
/// <param name="Number">Rises with each placement of the group.</param>
/// <param name="Ends">When it ends, by <see cref="BootClock"/>: what lives of the group then is killed.</param>
/// <param name="Time">How long it is good in all.</param>
public sealed record HeldLease(string Group, long Number, TimeSpan Ends, TimeSpan Time)
{
    /// <summary>Whether it was taken back, or has run down: nothing of the group is started under it any more.</summary>
    public bool IsOver { get; init; }

    /// <summary>When a group that has got no new one is stopped in order: with a quarter of the time left.</summary>
    public TimeSpan StopsAt => Ends - (Time / 4);

    /// <summary>Whether something of the group may be started.</summary>
    public bool IsGoodAt(TimeSpan now) => !IsOver && now < StopsAt;

    /// <summary>Whether nothing of the group may live any more.</summary>
    public bool HasEndedAt(TimeSpan now) => now >= Ends;
}
