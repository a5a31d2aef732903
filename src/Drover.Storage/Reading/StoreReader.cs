using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;
using Drover.Storage.Tables;

namespace Drover.Storage.Reading;

/// <summary>The read view that callers see: <see cref="TableReader"/> with its errors in the store's own words.</summary>
internal sealed class StoreReader : IStoreReader
{
    private readonly ReaderPool _pool;
    private TableReader? _tables;

    internal StoreReader(ReaderPool pool)
    {
        _pool = pool;
        SqliteConnection? connection = null;
        try
        {
            connection = pool.Take();
            _tables = new TableReader(connection);
        }
        catch (SqliteException error)
        {
            connection?.Dispose();
            throw StoreErrors.Unreadable(pool.Path, error);
        }
    }

    public JournalAnchor Anchor => One(0, static (tables, _) =>
        new JournalAnchor(tables.Anchor.Sequence, tables.Anchor.Hash, MetaTable.BaseSequence(tables.Connection)));

    public IRowReader Base => new BaseReader(this);

    public long CountArchived() => Tables.Tally.Rows.Archived;

    public IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId = 0, int limit = int.MaxValue, bool withBody = true) =>
        Each(Tables.Live.Jobs(phase, afterId, limit, withBody));

    public IEnumerable<StoredJob> JobsBackwards(JobPhase phase, long beforeId = long.MaxValue) => Each(Tables.Live.JobsBackwards(phase, beforeId));

    public IEnumerable<StoredJob> Jobs(IReadOnlyList<long> ids) => Each(Tables.Live.Jobs(ids));

    public StoredJob? Job(long id) => One(id, static (tables, id) => tables.Live.Job(id));

    public IEnumerable<StoredObject> Objects() => Each(Tables.Live.Objects());

    public IReadOnlyList<LogRow> Logs(long jobId, int afterSerial = 0, int limit = int.MaxValue) => [.. Each(Tables.Logs(jobId, afterSerial, limit))];

    public IEnumerable<LogRow> Logs(IReadOnlyList<long> ids) => Each(Tables.Logs(ids));

    public int LastLogSerial(long jobId) => One(jobId, static (tables, id) => tables.LastLogSerial(id));

    public TokenRow? Token(string principal, string token) => One((principal, token), static (tables, a) => tables.Token(a.principal, a.token));

    public IEnumerable<JournalRecord> Journal(long afterSequence = 0, int limit = int.MaxValue) => Each(Tables.Journal(afterSequence, limit));

    public IEnumerable<JournalRecord> JournalBackwards(long beforeSequence = long.MaxValue) => Each(Tables.JournalBackwards(beforeSequence));

    public IEnumerable<TableRow> Rows(string table, string? index = null, string? bound = null, bool backwards = false) =>
        Each(TableRows.Read(Tables.Connection, table, index, bound, backwards));

    public TableRow? Row(string table, string key) => One((table, key), static (tables, a) => TableRows.Find(tables.Connection, a.table, a.key));

    public IEnumerable<string> IndexValues(string table) => Each(TableRows.IndexValues(Tables.Connection, table));

    internal StoreVerification Verify(Func<StoreVerifier, StoreVerification> how) =>
        One(how, static (tables, how) => how(new StoreVerifier(tables)));

    public void Dispose()
    {
        if (_tables is not { } tables)
            return;
        _tables = null;
        try
        {
            tables.Connection.Execute("ROLLBACK");
            _pool.Return(tables.Connection);
        }
        catch (SqliteException)
        {
            // The view is gone either way; only the connection is not worth keeping.
            tables.Connection.Dispose();
        }
    }

    private TableReader Tables => _tables ?? throw new ObjectDisposedException(nameof(IStoreReader));

    private TResult One<TArgument, TResult>(TArgument argument, Func<TableReader, TArgument, TResult> read)
    {
        try
        {
            return read(Tables, argument);
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Unreadable(_pool.Path, error);
        }
    }

    private IEnumerable<T> Each<T>(IEnumerable<T> rows)
    {
        using var row = rows.GetEnumerator();
        while (Next(row))
            yield return row.Current;
    }

    private bool Next<T>(IEnumerator<T> row)
    {
        try
        {
            _ = Tables;
            return row.MoveNext();
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Unreadable(_pool.Path, error);
        }
    }

    private sealed class BaseReader(StoreReader reader) : IRowReader
    {
        public IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId = 0, int limit = int.MaxValue, bool withBody = true) =>
            reader.Each(reader.Tables.Base.Jobs(phase, afterId, limit, withBody));

        public StoredJob? Job(long id) => reader.One(id, static (tables, id) => tables.Base.Job(id));

        public IEnumerable<StoredObject> Objects() => reader.Each(reader.Tables.Base.Objects());
    }
}
