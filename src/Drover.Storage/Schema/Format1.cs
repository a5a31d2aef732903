using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Storage.Faults;
using Drover.Storage.Integrity;
using Drover.Storage.Sqlite;
using Drover.Storage.Writing;

namespace Drover.Storage.Schema;

/// <summary>The format before this one: its tables, and how they become those of now. There opcodes were always part of their job,
/// tokens belonged to user ids, and nothing was kept of what retention had removed.</summary>
internal static class Format1
{
    internal static IReadOnlyList<(string Name, string Sql)> Objects { get; } =
    [
        ("journal", "CREATE TABLE journal (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, hash BLOB NOT NULL, payload BLOB NOT NULL)"),
        ("jobs", "CREATE TABLE jobs (id INTEGER PRIMARY KEY, phase TEXT NOT NULL, idx_check INTEGER NOT NULL, body_check INTEGER NOT NULL, idx BLOB NOT NULL, body BLOB NOT NULL)"),
        ("jobs_finished", "CREATE INDEX jobs_finished ON jobs (phase) WHERE phase = 'f'"),
        ("jobs_unfinished", "CREATE INDEX jobs_unfinished ON jobs (phase) WHERE phase = 'u'"),
        ("objects", "CREATE TABLE objects (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, row_check INTEGER NOT NULL, body BLOB NOT NULL)"),
        ("objects_name", "CREATE UNIQUE INDEX objects_name ON objects (kind, key)"),
        ("job_logs", "CREATE TABLE job_logs (job INTEGER NOT NULL, serial INTEGER NOT NULL, opcode INTEGER NOT NULL, time INTEGER NOT NULL, type TEXT NOT NULL, row_check INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (job, serial)) WITHOUT ROWID"),
        ("tokens", "CREATE TABLE tokens (caller INTEGER NOT NULL, token TEXT NOT NULL, time INTEGER NOT NULL, row_check INTEGER NOT NULL, digest BLOB NOT NULL, answer BLOB NOT NULL, PRIMARY KEY (caller, token)) WITHOUT ROWID"),
        ("tokens_time", "CREATE INDEX tokens_time ON tokens (time)"),
        ("tally", "CREATE TABLE tally (id INTEGER PRIMARY KEY, commits INTEGER NOT NULL, seq INTEGER NOT NULL, unfinished INTEGER NOT NULL, finished INTEGER NOT NULL, archived INTEGER NOT NULL, objects INTEGER NOT NULL, row_check INTEGER NOT NULL)"),
        ("meta", "CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID"),
    ];

    /// <summary>Makes this format of it, in one transaction.</summary>
    /// <exception cref="StoreException">STORE_UPGRADE_FAILED: a row cannot be carried over. Nothing was changed.</exception>
    /// <exception cref="SqliteException">The database is damaged, or cannot be written.</exception>
    internal static void Upgrade(SqliteConnection connection, SqliteStoreOptions options)
    {
        options.Faults?.At(StoreStep.BeforeBegin);
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var tally = Tally.Read(connection, format: 1);
            connection.Execute("DROP INDEX jobs_finished; DROP INDEX jobs_unfinished; DROP INDEX tokens_time; ALTER TABLE jobs RENAME TO jobs_1; ALTER TABLE tokens RENAME TO tokens_1; DROP TABLE tally");
            StoreSchema.Complete(connection);
            var rows = CarryJobs(connection, tally.Rows with { Objects = 0 }) with { Objects = tally.Rows.Objects };
            CarryTokens(connection);
            connection.Execute("DROP TABLE jobs_1; DROP TABLE tokens_1");
            var based = MetaTable.Anchor(connection).Sequence > 0 ? MakeBase(connection, tally.Sequence, rows) : default;
            (tally with { Commits = tally.Commits + 1, Rows = rows, Base = based }).Write(connection);
            options.Faults?.At(StoreStep.BeforeCommit);
            connection.Execute("COMMIT");
        }
        catch (Exception error)
        {
            if (connection.InTransaction)
                connection.Execute("ROLLBACK");
            if (error is DroverException)
                throw StoreErrors.CannotUpgrade(options.Directory, 1, error);
            throw;
        }
        options.Faults?.At(StoreStep.AfterCommit);
    }

    private static RowCounts CarryJobs(SqliteConnection connection, RowCounts expected)
    {
        var counts = new RowCounts();
        using var old = connection.Prepare("SELECT id, phase, idx_check, body_check, idx, body FROM jobs_1 ORDER BY id");
        while (old.Step())
        {
            var stored = new StoredJob(old.Integer(0), RowSet.Phase(old.Text(1)), old.Blob(4), old.Blob(5));
            if (RowChecks.Index(stored.Id, stored.Phase, stored.Index.Span) != old.Integer(2) || BodyCheck(stored) != old.Integer(3))
                throw SqliteException.Damage($"job {stored.Id} does not match its checksum");
            foreach (var row in Renew(stored))
            {
                counts = row is JobRow job
                    ? RowWriter.Write(connection, RowSet.Live, job with { Phase = stored.Phase }, counts)
                    : RowWriter.Write(connection, RowSet.Live, (OpcodeRow)row, counts);
            }
        }
        return counts == expected ? counts : throw SqliteException.Damage($"{expected} rows belong here, {counts} are there");
    }

    private static IReadOnlyList<RowChange> Renew(StoredJob stored)
    {
        try
        {
            return RowProjection.Encode(RowProjection.Decode(stored));
        }
        catch (Exception error) when (error is JsonException or DroverException or InvalidOperationException)
        {
            throw new DroverException("JOB_UNREADABLE", $"The row of job {stored.Id} cannot be read: {error.Message}", error);
        }
    }

    private static void CarryTokens(SqliteConnection connection)
    {
        using var old = connection.Prepare("SELECT caller, token, time, row_check, digest, answer FROM tokens_1");
        while (old.Step())
        {
            var caller = old.Integer(0);
            var token = new TokenRow(string.Create(CultureInfo.InvariantCulture, $"uid:{caller}"), old.Text(1), new Timestamp(old.Integer(2)), old.Blob(4), old.Blob(5));
            if (TokenCheck(caller, token) != old.Integer(3))
                throw SqliteException.Damage($"token {token.Token} of user {caller} does not match its checksum");
            OtherRows.Write(connection, token);
        }
    }

    // What was cut is gone, so the base rows begin with the rows of now.
    private static RowCounts MakeBase(SqliteConnection connection, long sequence, RowCounts rows)
    {
        var counts = new RowCounts();
        var live = new Reading.RowReader(connection, RowSet.Live, rows);
        foreach (var row in live.Objects())
            counts = RowWriter.Write(connection, RowSet.Base, new ObjectRow(row.ObjectKind, row.Key, row.Version, row.Body), counts);
        foreach (var phase in Enum.GetValues<JobPhase>())
            foreach (var job in live.Jobs(phase, 0, int.MaxValue, withBody: true))
            {
                counts = RowWriter.Write(connection, RowSet.Base, phase == JobPhase.Unfinished ? new JobRow(job.Id, phase, job.Index, job.Body, job.Opcodes.Count) : BaseRows.Digest(job), counts);
                for (var i = 0; phase == JobPhase.Unfinished && i < job.Opcodes.Count; i++)
                    counts = RowWriter.Write(connection, RowSet.Base, new OpcodeRow(job.Id, i, job.Opcodes[i]), counts);
            }
        MetaTable.SetBaseSequence(connection, sequence);
        return counts;
    }

    private static long BodyCheck(StoredJob job)
    {
        var check = new Checksum();
        check.Add(job.Id);
        check.Add(job.Body.Span);
        return check.Value;
    }

    private static long TokenCheck(long caller, TokenRow token)
    {
        var check = new Checksum();
        check.Add(caller);
        check.Add(token.Token);
        check.Add(token.Time.Microseconds);
        check.Add(token.Digest.Span);
        check.Add(token.Answer.Span);
        return check.Value;
    }
}
