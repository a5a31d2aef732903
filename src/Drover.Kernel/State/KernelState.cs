using System.Collections.Immutable;
using Drover.Kernel.Configuration;
using Drover.Kernel.Jobs;
using Drover.Locks;

namespace Drover.Kernel.State;

/// <summary>Everything the kernel knows at one moment. Immutable: the writer works on a copy and publishes it once it is durable.</summary>
public sealed record KernelState
{
    /// <summary>Number of the last journal record that is in here.</summary>
    public long Sequence { get; init; }

    /// <summary>Hash of that record.</summary>
    public ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Time of that record; journal time never runs backwards.</summary>
    public Timestamp Time { get; init; }

    /// <summary>Durable objects.</summary>
    public ObjectTable Objects { get; init; } = ObjectTable.Empty;

    /// <summary>Jobs that are listed, by id: <see cref="Job"/> while unfinished, <see cref="FinishedJob"/> after.</summary>
    public ImmutableSortedDictionary<long, JobEntry> Jobs { get; init; } = ImmutableSortedDictionary<long, JobEntry>.Empty;

    /// <summary>Locks owned and asked for. Volatile.</summary>
    public required LockTable Locks { get; init; }

    /// <summary>Who may leave the queue next. Volatile.</summary>
    public QueueIndex Queue { get; init; } = QueueIndex.Empty;

    /// <summary>Serial of the last log entry of unfinished jobs that have any.</summary>
    internal ImmutableDictionary<long, int> LogSerials { get; init; } = ImmutableDictionary<long, int>.Empty;

    /// <summary>Jobs that became final in this batch, whole: their bodies are still to be written. Empty when published.</summary>
    internal ImmutableDictionary<long, Job> JustFinished { get; init; } = ImmutableDictionary<long, Job>.Empty;

    /// <summary>What the queue itself remembers.</summary>
    public QueueState QueueState => Objects.Find(QueueState.Kind, QueueState.Key) ?? s_freshQueue;

    private static readonly QueueState s_freshQueue = new();

    /// <summary>Serial of the last log entry of an unfinished job, 0 when it has none.</summary>
    public int LastLogSerial(long unfinished) => LogSerials.GetValueOrDefault(unfinished);

    /// <summary>The job when it is unfinished, else null.</summary>
    public Job? Unfinished(long id) => Jobs.GetValueOrDefault(id) as Job;
}
