namespace Drover.Lava.Logs;

/// <summary>How many log lines were dropped since the start, by reason. Read from any thread.</summary>
public sealed class LineDropCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<LineDropReason>().Length];

    /// <summary>Lines dropped for a reason.</summary>
    public long this[LineDropReason reason] => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>Lines dropped for whatever reason.</summary>
    public long Total => Enum.GetValues<LineDropReason>().Sum(reason => this[reason]);

    internal void Add(LineDropReason reason, int count = 1) => Interlocked.Add(ref _counts[(int)reason], count);
}
