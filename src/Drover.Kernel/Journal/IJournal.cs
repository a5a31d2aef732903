namespace Drover.Kernel.Journal;

/// <summary>Journal and rows. One writer thread calls <see cref="Append"/>; the other members may be used from any thread.</summary>
public interface IJournal
{
    /// <summary>The last committed record's number and hash, its time, and the newest term seen.</summary>
    StoreHead Head { get; }

    /// <summary>Whether there is room to accept new work.</summary>
    StoreHealth Health { get; }

    /// <summary>Writes records and rows in one transaction and returns after the disk has them.</summary>
    /// <param name="term">Term of the writer's lease; a store that has seen a newer one refuses.</param>
    /// <param name="expectedSequence">Number of the last record that the writer knows of.</param>
    /// <param name="records">Records with consecutive numbers after <paramref name="expectedSequence"/>, each made from the one before it;
    /// may be empty when only rows change.</param>
    /// <param name="rows">Rows, applied in order.</param>
    /// <exception cref="StoreException">Nothing was written.</exception>
    void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows);

    /// <summary>Opens a consistent read view. Dispose it soon: a long view keeps the write-ahead log from shrinking.</summary>
    IStoreReader Read();

    /// <summary>Waits until the journal goes on after a record, whoever writes it. Answers the number of the last record.</summary>
    Task<long> FollowAsync(long afterSequence, CancellationToken cancellationToken);
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
