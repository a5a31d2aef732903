using Drover.Kernel.Tables;

namespace Drover.Kernel.Journal;

/// <summary>Jobs and durable objects of one moment.</summary>
public interface IRowReader
{
    /// <summary>Jobs of one phase in order of id.</summary>
    IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId = 0, int limit = int.MaxValue, bool withBody = true);

    /// <summary>One job in any phase, or null.</summary>
    StoredJob? Job(long id);

    /// <summary>All durable objects.</summary>
    IEnumerable<StoredObject> Objects();
}

/// <summary>A consistent view of what is committed.</summary>
public interface IStoreReader : IRowReader, ITableReader, IDisposable
{
    /// <summary>Jobs of one phase with an id below <paramref name="beforeId"/>, the highest id first, without bodies.</summary>
    IEnumerable<StoredJob> JobsBackwards(JobPhase phase, long beforeId = long.MaxValue);

    /// <summary>The jobs among <paramref name="ids"/> that there are, whatever their phase, with bodies. The ids come in rising order.</summary>
    IEnumerable<StoredJob> Jobs(IReadOnlyList<long> ids);

    /// <summary>Log entries of a job with a serial above <paramref name="afterSerial"/>, in order.</summary>
    IReadOnlyList<LogRow> Logs(long jobId, int afterSerial = 0, int limit = int.MaxValue);

    /// <summary>Log entries of many jobs, in order of job and serial. The ids come in rising order.</summary>
    IEnumerable<LogRow> Logs(IReadOnlyList<long> ids);

    /// <summary>Serial of the last log entry of a job, 0 when it has none.</summary>
    int LastLogSerial(long jobId);

    /// <summary>The token as stored, or null.</summary>
    TokenRow? Token(string principal, string token);

    /// <summary>Records after <paramref name="afterSequence"/> in order.</summary>
    IEnumerable<JournalRecord> Journal(long afterSequence = 0, int limit = int.MaxValue);

    /// <summary>Records before <paramref name="beforeSequence"/>, the last one first.</summary>
    IEnumerable<JournalRecord> JournalBackwards(long beforeSequence = long.MaxValue);

    /// <summary>The record before the first one still kept: number 0 and the genesis hash when nothing was cut.</summary>
    JournalAnchor Anchor { get; }

    /// <summary>Jobs and objects as they were after <see cref="JournalAnchor.BaseSequence"/>, from which a replay goes on. Of a job that was
    /// finished by then only a digest is there, as its body.</summary>
    IRowReader Base { get; }

    /// <summary>How many jobs are archived.</summary>
    long CountArchived();
}

/// <summary>Number and hash of the last record that retention removed.</summary>
/// <param name="Sequence">The record.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="BaseSequence">Last record whose changes the base rows hold; beyond the anchor only where an upgrade had to begin with the rows that it found.</param>
public sealed record JournalAnchor(long Sequence, ReadOnlyMemory<byte> Hash, long BaseSequence);

/// <summary>A job as stored. <paramref name="Body"/> is empty when it was not asked for.</summary>
public sealed record StoredJob(long Id, JobPhase Phase, ReadOnlyMemory<byte> Index, ReadOnlyMemory<byte> Body)
{
    /// <summary>Opcodes that have rows of their own, in order; none of a job whose body holds them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Opcodes { get; init; } = [];
}

/// <summary>A durable object as stored.</summary>
public sealed record StoredObject(string ObjectKind, string Key, int Version, ReadOnlyMemory<byte> Body);
