namespace Drover.Fleet.Connections;

/// <summary>How much of a node is listened to in a time, so that it cannot fill the master's journal: what it says beyond that is read later. A node that has been silent may say more at once.</summary>
/// <param name="rate">Bytes in a second, in the long run.</param>
/// <param name="burst">Bytes at once.</param>
/// <param name="clock">Counts the time.</param>
internal sealed class ReportPace(long rate, long burst, TimeProvider clock)
{
    /// <summary>The longest pause: what is owed then is owed still.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private double _left = burst;
    private long _countedAt = clock.GetTimestamp();

    /// <summary>Something was said.</summary>
    /// <returns>How long nothing more is to be read.</returns>
    public TimeSpan Take(long bytes)
    {
        lock (_gate)
        {
            _left = Math.Min(burst, _left + clock.GetElapsedTime(_countedAt).TotalSeconds * rate) - bytes;
            _countedAt = clock.GetTimestamp();
            return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(-_left / Math.Max(rate, 1), s_longest.TotalSeconds));
        }
    }
}
