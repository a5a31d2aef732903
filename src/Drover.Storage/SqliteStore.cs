using System.Diagnostics.Metrics;
using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Reading;
using Drover.Storage.Schema;
using Drover.Storage.Space;
using Drover.Storage.Sqlite;
using Drover.Storage.Telling;
using Drover.Storage.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Storage;

/// <summary>The embedded store: one SQLite database in a state directory, in WAL mode with full sync. Its files are
/// described in <c>docs/formats/journal.md</c>.</summary>
public sealed class SqliteStore : IStore
{
    private readonly StoreFiles _files;
    private readonly StoreWriter _writer;
    private readonly SpaceGuard _space;
    private readonly ReaderPool _readers;
    private readonly StoreInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly CommitSignal _commits = new();
    private readonly Lock _leaseGate = new();
    private readonly ILogger _log;
    private CancellationTokenSource? _holder;

    private SqliteStore(
        SqliteStoreOptions options, StoreFiles files, StoreWriter writer, SpaceGuard space, ReaderPool readers, TimeProvider time, ILogger log, IMeterFactory? meters)
    {
        (_files, _writer, _space, _readers, _time, _log) = (files, writer, space, readers, time, log);
        _instruments = new StoreInstruments(meters, options, () => Health, () => Problem);
    }

    /// <inheritdoc/>
    public StoreHead Head => _writer.Head;

    /// <inheritdoc/>
    public StoreHealth Health => _space.Health;

    /// <summary>Whether the reserve file is there.</summary>
    public ReserveState Reserve => _space.Reserve;

    /// <summary>What the operator should know although the store opened, such as a garbled head file.</summary>
    public IReadOnlyList<string> Warnings => _files.Warnings;

    /// <summary>Why the last checkpoint or head file write failed although commits go on, or null.</summary>
    public string? Problem => _writer.Problem ?? (_writer.Files.Gone is { } path ? StoreErrors.Removed(path).Message : null);

    /// <summary>Opens the store of a state directory. Makes it when the directory is empty, and upgrades it when it has an older format.</summary>
    /// <param name="options">Where and how files are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    /// <param name="meters">Makes the meter of its instruments; null where nobody listens.</param>
    /// <exception cref="StoreException">STATE_FOREIGN, STATE_OF_ANOTHER_MACHINE, STATE_IN_USE, STORE_FORMAT_NEWER, STORE_UPGRADE_FAILED, JOURNAL_BEHIND_HEAD, STORE_DAMAGED, or STORE_FAILED
    /// when files cannot be read or written. Nothing was changed.</exception>
    public static SqliteStore Open(SqliteStoreOptions options, TimeProvider time, ILoggerFactory? logging = null, IMeterFactory? meters = null)
    {
        var log = (logging ?? NullLoggerFactory.Instance).CreateLogger(StoreLog.Category);
        var files = StoreFiles.Open(options);
        try
        {
            Verify(options, files);
            files.CheckMachine();
            files.Upgrade();
            files.TakeMachine();
            var (head, tally) = End(files);
            files.Connection.CheckpointOnClose(true);
            var space = new SpaceGuard(options, time, log);
            var store = new SqliteStore(options, files, new StoreWriter(options, files.Connection, space, head, tally, log), space,
                new ReaderPool(options.Database, options.PooledReaders), time, log, meters);
            foreach (var warning in files.Warnings)
                StoreLog.OpenedWith(log, warning);
            StoreLog.Opened(log, options.Database, head.Sequence);
            return store;
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
    public void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows)
    {
        _writer.Append(term, new Batch(records, rows), expectedSequence);
        if (records.Count > 0)
            _commits.Set();
    }

    /// <inheritdoc/>
    public IStoreReader Read() => new StoreReader(_readers);

    /// <inheritdoc/>
    public void CheckpointWhenIdle()
    {
        var began = _time.GetTimestamp();
        if (_writer.Checkpoint())
            _instruments.Checkpointed(_time.GetElapsedTime(began));
    }

    /// <inheritdoc/>
    public void Cut(long term, long throughSequence, IReadOnlyList<RowChange> baseRows)
    {
        using var reader = Read();
        if (throughSequence < reader.Anchor.Sequence || throughSequence > Head.Sequence)
            throw StoreErrors.BadBatch($"the journal begins after record {reader.Anchor.Sequence} and ends at {Head.Sequence}, so it cannot be cut through record {throughSequence}");
        var last = reader.Journal(throughSequence - 1, 1).SingleOrDefault(record => record.Sequence == throughSequence);
        _writer.Cut(term, last, Math.Max(throughSequence, reader.Anchor.BaseSequence), new Batch([], baseRows));
        StoreLog.Cut(_log, throughSequence);
    }

    /// <inheritdoc/>
    public Task<long> FollowAsync(long afterSequence, CancellationToken cancellationToken) =>
        _commits.WaitAsync(() => Head.Sequence, afterSequence, cancellationToken);

    /// <summary>Raises the term. The lock of the directory has kept other processes out since the store was opened, so there is nobody to wait
    /// for; a holder in this process is told that it has lost the lease.</summary>
    public async Task<StoreLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var taken = new CancellationTokenSource();
        CancellationTokenSource? before;
        long term;
        lock (_leaseGate)
        {
            term = _writer.RaiseTerm();
            (before, _holder) = (_holder, taken);
        }
        if (before is not null)
            await before.CancelAsync();
        StoreLog.Leads(_log, term);
        return new StoreLease(term, taken.Token);
    }

    /// <inheritdoc/>
    public void Renew(long term)
    {
        if (term < Head.Term)
        {
            StoreLog.Fenced(_log, term, Head.Term);
            throw StoreErrors.Fenced(term, Head.Term);
        }
        _writer.Files.ThrowIfGone();
    }

    /// <summary>Checks the hash chain: of the last records as at start, or of everything together with all rows and the
    /// structure of the database, which reads the whole file. May run on any thread beside the writer.</summary>
    /// <param name="full">Whether it is everything.</param>
    /// <param name="told">Hears after each record how many have been checked, and of how many.</param>
    public StoreVerification Verify(bool full, Action<long, long>? told = null)
    {
        using var reader = new StoreReader(_readers);
        return reader.Verify(verifier => full ? verifier.All(told) : verifier.Start(1_000));
    }

    /// <summary>Closes the files. Readers should be disposed before.</summary>
    public void Dispose()
    {
        _instruments.Dispose();
        _holder?.Dispose();
        _readers.Dispose();
        _writer.Dispose();
        _files.Dispose();
    }

    private static void Verify(SqliteStoreOptions options, StoreFiles files)
    {
        var tables = new TableReader(files.Connection, files.Format);
        files.CheckHead(tables);
        var found = new StoreVerifier(tables).Start(options.VerifyLastRecords);
        if (!found.IsSound)
            throw StoreErrors.Damaged(options.Database, found.Problems[0].What);
        files.Connection.Execute("ROLLBACK");
    }

    private static (StoreHead Head, Tally Tally) End(StoreFiles files)
    {
        var tables = new TableReader(files.Connection);
        var end = (StoreFiles.Head(tables), tables.Tally);
        files.Connection.Execute("ROLLBACK");
        return end;
    }
}
