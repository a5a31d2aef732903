namespace Drover.Doors;

/// <summary>Keeps a line that clients may cause often to one a minute: the first is told at once, later ones are counted for the next.</summary>
/// <param name="clock">Measures the minute.</param>
public sealed class RareLine(TimeProvider clock)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _toldAt;
    private long _since;

    /// <summary>Whether the next time would be told. May be asked from any thread.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
                return IsOver_NeedsLock;
        }
    }

    private bool IsOver_NeedsLock => _toldAt is not { } told || clock.GetElapsedTime(told) >= s_interval;

    /// <summary>It happened once more. How often since the last line, this time included, when a line is due; else 0. May be called from any thread.</summary>
    public long Add()
    {
        lock (_gate)
        {
            _since++;
            if (!IsOver_NeedsLock)
                return 0;
            _toldAt = clock.GetTimestamp();
            (var count, _since) = (_since, 0);
            return count;
        }
    }
}
