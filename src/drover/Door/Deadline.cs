namespace Drover.Cli.Door;

/// <summary>A moment after which nothing is waited for any more.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="limit">How long from now; null for ever.</param>
internal sealed class Deadline(TimeProvider clock, TimeSpan? limit)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Time left, zero when it is over; null when there is no end.</summary>
    public TimeSpan? Left => limit is { } whole ? Longer(whole - clock.GetElapsedTime(_start), TimeSpan.Zero) : null;

    public bool IsOver => Left == TimeSpan.Zero;

    /// <summary>This one, or one from now where this one is nearer than that.</summary>
    public Deadline AtLeast(TimeSpan least) => Left < least ? new Deadline(clock, least) : this;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
