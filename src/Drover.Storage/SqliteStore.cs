using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Reading;
using Drover.Storage.Schema;
using Drover.Storage.Space;
using Drover.Storage.Sqlite;
using Drover.Storage.Writing;

namespace Drover.Storage;

/// <summary>The embedded store: one SQLite database in a state directory, in WAL mode with full sync. Its files are
/// described in <c>docs/formats/journal.md</c>.</summary>
public sealed class SqliteStore : IStore
{
    // Cuts go in steps, so that none makes the write-ahead log long.
    private const int CutAtOnce = 5_000;

    private readonly StoreFiles _files;
    private readonly StoreWriter _writer;
    private readonly SpaceGuard _space;
    private readonly ReaderPool _readers;

    private SqliteStore(StoreFiles files, StoreWriter writer, SpaceGuard space, ReaderPool readers) =>
        (_files, _writer, _space, _readers) = (files, writer, space, readers);

    /// <inheritdoc/>
    public StoreHead Head => _writer.Head;

    /// <inheritdoc/>
    public StoreHealth Health => _space.Health;

    /// <summary>Whether the reserve file is there.</summary>
    public ReserveState Reserve => _space.Reserve;

    /// <summary>What the operator should know although the store opened, such as a garbled head file.</summary>
    public IReadOnlyList<string> Warnings => _files.Warnings;

    /// <summary>Why the last checkpoint or head file write failed although commits go on, or null.</summary>
    public string? Problem => _writer.Problem;

    /// <summary>Opens the store of a state directory and makes it when the directory is empty.</summary>
    /// <exception cref="StoreException">STATE_IN_USE, STORE_FORMAT_NEWER, JOURNAL_BEHIND_HEAD, STORE_DAMAGED, or STORE_FAILED
    /// when files cannot be read or written. Nothing was changed.</exception>
    public static SqliteStore Open(SqliteStoreOptions options, TimeProvider time)
    {
        var files = StoreFiles.Open(options);
        try
        {
            var (head, tally) = Verify(options, files);
            files.Connection.CheckpointOnClose(true);
            var space = new SpaceGuard(options, time);
            return new SqliteStore(files, new StoreWriter(options, files.Connection, space, head, tally), space,
                new ReaderPool(options.Database, options.PooledReaders));
        }
        catch (SqliteException error)
        {
            files.Dispose();
            throw StoreErrors.CannotOpen(options.Database, error);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows) =>
        _writer.Append(new Batch(term, records, rows), expectedSequence);

    /// <inheritdoc/>
    public IStoreReader Read() => new StoreReader(_readers);

    /// <inheritdoc/>
    public void CheckpointWhenIdle() => _writer.Checkpoint();

    /// <inheritdoc/>
    public void CutJournal(long throughSequence)
    {
        if (throughSequence > Head.Sequence)
            throw StoreErrors.BadBatch($"the journal cannot be cut through record {throughSequence}, it ends at {Head.Sequence}");
        while (NextCut(throughSequence) is { } anchor)
            _writer.Cut(anchor);
    }

    /// <summary>Checks the hash chain: of the last records as at start, or of everything together with all rows and the
    /// structure of the database, which reads the whole file. May run on any thread beside the writer.</summary>
    public StoreVerification Verify(bool full)
    {
        using var reader = new StoreReader(_readers);
        return reader.Verify(verifier => full ? verifier.All() : verifier.Start(1_000));
    }

    /// <summary>Closes the files. Readers should be disposed before.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        _writer.Dispose();
        _files.Dispose();
    }

    private static (StoreHead Head, Tally Tally) Verify(SqliteStoreOptions options, StoreFiles files)
    {
        var tables = new TableReader(files.Connection);
        files.CheckHead(tables);
        var found = new StoreVerifier(tables).Start(options.VerifyLastRecords);
        if (!found.IsSound)
            throw StoreErrors.Damaged(options.Database, found.Problems[0].What);
        var result = (StoreFiles.Head(tables), tables.Tally);
        files.Connection.Execute("ROLLBACK");
        return result;
    }

    private Anchor? NextCut(long through)
    {
        using var reader = Read();
        var start = reader.Anchor.Sequence;
        if (through <= start)
            return null;
        var last = reader.Journal(Math.Min(through, start + CutAtOnce) - 1, 1).Single();
        return new Anchor(last.Sequence, last.Time, last.Hash);
    }
}
