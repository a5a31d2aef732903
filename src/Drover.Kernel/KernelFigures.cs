namespace Drover.Kernel;

/// <summary>Counters of the writer, read by <c>/metrics</c>.</summary>
public sealed class KernelFigures
{
    private long _batches;
    private long _commands;
    private long _records;
    private long _failures;

    /// <summary>Batches committed since the start.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Commands decided since the start.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Journal records written since the start.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Commits that failed since the start.</summary>
    public long CommitFailures => Interlocked.Read(ref _failures);

    internal void Committed(int commands, int records)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _commands, commands);
        Interlocked.Add(ref _records, records);
    }

    internal void CommitFailed() => Interlocked.Increment(ref _failures);
}
