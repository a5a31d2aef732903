namespace Drover.Kernel.Logs;

/// <summary>When bytes of a log came.</summary>
/// <param name="Offset">The first of them; they go on to the next entry.</param>
/// <param name="Time">When; null when that is not known.</param>
public readonly record struct LogTime(long Offset, Timestamp? Time)
{
    /// <summary>When the byte at an offset came, by the entries of its piece.</summary>
    public static Timestamp? At(IReadOnlyList<LogTime> times, long offset)
    {
        Timestamp? found = null;
        foreach (var time in times)
        {
            if (time.Offset > offset)
                break;
            found = time.Time;
        }
        return found;
    }
}
