namespace Drover.Kernel.Journal;

/// <summary>The durable home of journal and rows. One writer thread calls <see cref="Append"/> and the other writing members;
/// <see cref="Read"/> may be used from any thread.</summary>
public interface IStore : IDisposable
{
    /// <summary>The last committed record's number and hash, its time, and the current term.</summary>
    StoreHead Head { get; }

    /// <summary>Whether there is room to accept new work.</summary>
    StoreHealth Health { get; }

    /// <summary>Writes records and rows in one transaction and returns after the disk has them.</summary>
    /// <param name="term">Fencing term of the writer; a store that has seen a newer one refuses.</param>
    /// <param name="expectedSequence">Number of the last record that the writer knows of.</param>
    /// <param name="records">Records with consecutive numbers after <paramref name="expectedSequence"/>; may be empty when only rows change.</param>
    /// <param name="rows">Rows, applied in order.</param>
    /// <exception cref="StoreException">Nothing was written.</exception>
    void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows);

    /// <summary>Opens a consistent read view. Dispose it soon: a long view keeps the write-ahead log from shrinking.</summary>
    IStoreReader Read();

    /// <summary>Moves pages from the write-ahead log into the database. Called when the writer is idle.</summary>
    void CheckpointWhenIdle();

    /// <summary>Removes journal records up to and including <paramref name="throughSequence"/>, leaving an anchor with its number and hash.</summary>
    void CutJournal(long throughSequence);
}

/// <summary>The end of the journal.</summary>
public sealed record StoreHead(long Sequence, ReadOnlyMemory<byte> Hash, Timestamp Time, long Term);

/// <summary>What the store can still take.</summary>
public enum StoreHealth
{
    /// <summary>All is well.</summary>
    Ok,
    /// <summary>Less than the low-water mark is free: new work is refused, running work may be recorded.</summary>
    LowSpace,
}

/// <summary>A consistent view of what is committed.</summary>
public interface IStoreReader : IDisposable
{
    /// <summary>Jobs of one phase in order of id, with bodies for unfinished ones.</summary>
    IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId = 0, int limit = int.MaxValue, bool withBody = true);

    /// <summary>Jobs of one phase with an id below <paramref name="beforeId"/>, the highest id first, without bodies.</summary>
    IEnumerable<StoredJob> JobsBackwards(JobPhase phase, long beforeId = long.MaxValue);

    /// <summary>One job in any phase, or null.</summary>
    StoredJob? Job(long id);

    /// <summary>All durable objects.</summary>
    IEnumerable<StoredObject> Objects();

    /// <summary>Log entries of a job with a serial above <paramref name="afterSerial"/>, in order.</summary>
    IReadOnlyList<LogRow> Logs(long jobId, int afterSerial = 0, int limit = int.MaxValue);

    /// <summary>Serial of the last log entry of a job, 0 when it has none.</summary>
    int LastLogSerial(long jobId);

    /// <summary>The token as stored, or null.</summary>
    TokenRow? Token(uint caller, string token);

    /// <summary>Records after <paramref name="afterSequence"/> in order.</summary>
    IEnumerable<JournalRecord> Journal(long afterSequence = 0, int limit = int.MaxValue);

    /// <summary>Records before <paramref name="beforeSequence"/>, the last one first.</summary>
    IEnumerable<JournalRecord> JournalBackwards(long beforeSequence = long.MaxValue);

    /// <summary>The record before the first one still kept: number 0 and the genesis hash when nothing was cut.</summary>
    JournalAnchor Anchor { get; }

    /// <summary>How many jobs are archived.</summary>
    long CountArchived();
}

/// <summary>Number and hash of the last record that retention removed.</summary>
public sealed record JournalAnchor(long Sequence, ReadOnlyMemory<byte> Hash);

/// <summary>A job as stored. <paramref name="Body"/> is empty when it was not asked for.</summary>
public sealed record StoredJob(long Id, JobPhase Phase, ReadOnlyMemory<byte> Index, ReadOnlyMemory<byte> Body);

/// <summary>A durable object as stored.</summary>
public sealed record StoredObject(string ObjectKind, string Key, int Version, ReadOnlyMemory<byte> Body);
