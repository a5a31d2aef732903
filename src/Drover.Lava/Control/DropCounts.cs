namespace Drover.Lava.Control;

/// <summary>How many messages were dropped since the start, by reason. Read and counted from any thread.</summary>
public sealed class DropCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>Messages dropped for a reason.</summary>
    public long this[DropReason reason] => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>Messages dropped for whatever reason.</summary>
    public long Total => Enum.GetValues<DropReason>().Sum(reason => this[reason]);

    internal void Add(DropReason reason, int count = 1) => Interlocked.Add(ref _counts[(int)reason], count);
}
