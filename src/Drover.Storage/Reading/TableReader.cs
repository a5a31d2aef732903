using Drover.Kernel;
using Drover.Kernel.Journal;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;
using Drover.Storage.Writing;

namespace Drover.Storage.Reading;

/// <summary>Reads tables in one read transaction. Rows are compared with their checksums, and whole lists with the tally, so
/// that damage is an error and never a shorter list.</summary>
internal sealed class TableReader
{
    private const string OneJobSql = "SELECT id, idx_check, idx, body_check, body, phase FROM jobs WHERE id = ?1";
    private const string ObjectsSql = "SELECT kind, key, version, row_check, body FROM objects ORDER BY id";
    private const string LogsSql = "SELECT serial, opcode, time, type, row_check, content, job FROM job_logs WHERE job = ?1 AND serial > ?2 ORDER BY serial LIMIT ?3";
    private const string AllLogsSql = "SELECT serial, opcode, time, type, row_check, content, job FROM job_logs";
    private const string LastLogSql = "SELECT coalesce(max(serial), 0) FROM job_logs WHERE job = ?1";
    private const string TokenSql = "SELECT caller, token, time, row_check, digest, answer FROM tokens WHERE caller = ?1 AND token = ?2";
    private const string AllTokensSql = "SELECT caller, token, time, row_check, digest, answer FROM tokens";

    private readonly SqliteConnection _connection;

    /// <summary>Begins the read transaction.</summary>
    internal TableReader(SqliteConnection connection)
    {
        _connection = connection;
        connection.Execute("BEGIN");
        // The view begins with the first read, not with BEGIN.
        Tally = Tally.Read(connection);
        Anchor = MetaTable.Anchor(connection);
    }

    internal SqliteConnection Connection => _connection;

    internal Tally Tally { get; }

    internal Anchor Anchor { get; }

    internal IEnumerable<StoredJob> Jobs(JobPhase phase, long afterId, int limit, bool withBody)
    {
        using var rented = _connection.Use(JobsSql(phase, withBody));
        var row = rented.Statement.Bind(1, afterId).Bind(2, limit);
        long count = 0;
        for (; row.Step(); count++)
            yield return Job(row, phase, withBody);
        if (afterId <= 0 && count < limit)
            CheckCount(phase, count);
    }

    internal IEnumerable<StoredJob> JobsBackwards(JobPhase phase, long beforeId)
    {
        using var rented = _connection.Use(JobsBackwardsSql(phase));
        var row = rented.Statement.Bind(1, beforeId);
        long count = 0;
        for (; row.Step(); count++)
            yield return Job(row, phase, withBody: false);
        if (beforeId == long.MaxValue)
            CheckCount(phase, count);
    }

    internal StoredJob? Job(long id)
    {
        using var rented = _connection.Use(OneJobSql);
        var row = rented.Statement.Bind(1, id);
        return row.Step() ? Job(row, JobRows.Phase(row.Text(5)), withBody: true) : null;
    }

    internal IEnumerable<StoredObject> Objects()
    {
        using var rented = _connection.Use(ObjectsSql);
        var row = rented.Statement;
        long count = 0;
        for (; row.Step(); count++)
        {
            var found = new StoredObject(row.Text(0), row.Text(1), (int)row.Integer(2), row.Blob(4));
            if (OtherRows.ObjectCheck(found.ObjectKind, found.Key, found.Version, found.Body.Span) != row.Integer(3))
                throw SqliteException.Damage($"object {found.ObjectKind} {found.Key} does not match its checksum");
            yield return found;
        }
        if (count != Tally.Objects)
            throw SqliteException.Damage($"{Tally.Objects} objects belong here, {count} are there");
    }

    internal IReadOnlyList<LogRow> Logs(long jobId, int afterSerial, int limit)
    {
        using var rented = _connection.Use(LogsSql);
        var row = rented.Statement.Bind(1, jobId).Bind(2, afterSerial).Bind(3, limit);
        var logs = new List<LogRow>();
        while (row.Step())
            logs.Add(Log(row));
        return logs;
    }

    internal int LastLogSerial(long jobId)
    {
        using var rented = _connection.Use(LastLogSql);
        return rented.Statement.Bind(1, jobId).Step() ? (int)rented.Statement.Integer(0) : 0;
    }

    internal TokenRow? Token(uint caller, string token)
    {
        using var rented = _connection.Use(TokenSql);
        var row = rented.Statement.Bind(1, caller).Bind(2, token);
        return row.Step() ? Token(row) : null;
    }

    internal IEnumerable<JournalRecord> Journal(long afterSequence, int limit)
    {
        var expected = Math.Max(afterSequence, Anchor.Sequence);
        var count = 0;
        foreach (var record in JournalTable.Read(_connection, afterSequence, limit))
        {
            if (record.Sequence != ++expected)
                throw SqliteException.Damage($"record {expected} of the journal is missing");
            count++;
            yield return record;
        }
        if (count < limit && expected < Tally.Sequence)
            throw SqliteException.Damage($"the journal ends at record {expected} instead of {Tally.Sequence}");
    }

    internal IEnumerable<JournalRecord> JournalBackwards(long beforeSequence)
    {
        var expected = Math.Min(beforeSequence - 1, Tally.Sequence);
        foreach (var record in JournalTable.ReadBackwards(_connection, beforeSequence))
        {
            if (record.Sequence != expected)
                throw SqliteException.Damage($"record {expected} of the journal is missing");
            expected--;
            yield return record;
        }
        if (expected > Anchor.Sequence)
            throw SqliteException.Damage($"the journal begins at record {expected + 1} instead of {Anchor.Sequence + 1}");
    }

    /// <summary>Reads every log entry and token for their checksums.</summary>
    internal void ReadLogsAndTokens()
    {
        using var logs = _connection.Use(AllLogsSql);
        while (logs.Statement.Step())
            Log(logs.Statement);
        using var tokens = _connection.Use(AllTokensSql);
        while (tokens.Statement.Step())
            Token(tokens.Statement);
    }

    private static string JobsSql(JobPhase phase, bool withBody) => (phase, withBody) switch
    {
        (JobPhase.Unfinished, true) => "SELECT id, idx_check, idx, body_check, body FROM jobs INDEXED BY jobs_unfinished WHERE phase = 'u' AND id > ?1 ORDER BY id LIMIT ?2",
        (JobPhase.Unfinished, false) => "SELECT id, idx_check, idx FROM jobs INDEXED BY jobs_unfinished WHERE phase = 'u' AND id > ?1 ORDER BY id LIMIT ?2",
        (JobPhase.Finished, true) => "SELECT id, idx_check, idx, body_check, body FROM jobs INDEXED BY jobs_finished WHERE phase = 'f' AND id > ?1 ORDER BY id LIMIT ?2",
        (JobPhase.Finished, false) => "SELECT id, idx_check, idx FROM jobs INDEXED BY jobs_finished WHERE phase = 'f' AND id > ?1 ORDER BY id LIMIT ?2",
        (_, true) => "SELECT id, idx_check, idx, body_check, body FROM jobs WHERE phase = 'a' AND id > ?1 ORDER BY id LIMIT ?2",
        (_, false) => "SELECT id, idx_check, idx FROM jobs WHERE phase = 'a' AND id > ?1 ORDER BY id LIMIT ?2",
    };

    private static string JobsBackwardsSql(JobPhase phase) => phase switch
    {
        JobPhase.Unfinished => "SELECT id, idx_check, idx FROM jobs INDEXED BY jobs_unfinished WHERE phase = 'u' AND id < ?1 ORDER BY id DESC",
        JobPhase.Finished => "SELECT id, idx_check, idx FROM jobs INDEXED BY jobs_finished WHERE phase = 'f' AND id < ?1 ORDER BY id DESC",
        _ => "SELECT id, idx_check, idx FROM jobs WHERE phase = 'a' AND id < ?1 ORDER BY id DESC",
    };

    private void CheckCount(JobPhase phase, long count)
    {
        var expected = phase switch
        {
            JobPhase.Unfinished => Tally.Unfinished,
            JobPhase.Finished => Tally.Finished,
            _ => Tally.Archived,
        };
        if (count != expected)
            throw SqliteException.Damage($"{expected} jobs in phase {phase} belong here, {count} are there");
    }

    private static StoredJob Job(SqliteStatement row, JobPhase phase, bool withBody)
    {
        var (id, index) = (row.Integer(0), row.Blob(2));
        if (JobRows.IndexCheck(id, phase, index) != row.Integer(1))
            throw SqliteException.Damage($"the index entry of job {id} does not match its checksum");
        if (!withBody)
            return new StoredJob(id, phase, index, default);
        var body = row.Blob(4);
        if (JobRows.BodyCheck(id, body) != row.Integer(3))
            throw SqliteException.Damage($"the body of job {id} does not match its checksum");
        return new StoredJob(id, phase, index, body);
    }

    private static LogRow Log(SqliteStatement row)
    {
        var log = new LogRow(row.Integer(6), (int)row.Integer(0), (int)row.Integer(1), new Timestamp(row.Integer(2)), row.Text(3), row.Blob(5));
        return OtherRows.Check(log) == row.Integer(4)
            ? log
            : throw SqliteException.Damage($"log entry {log.Serial} of job {log.JobId} does not match its checksum");
    }

    private static TokenRow Token(SqliteStatement row)
    {
        var token = new TokenRow((uint)row.Integer(0), row.Text(1), new Timestamp(row.Integer(2)), row.Blob(4), row.Blob(5));
        return OtherRows.Check(token) == row.Integer(3)
            ? token
            : throw SqliteException.Damage($"token {token.Token} of caller {token.Caller} does not match its checksum");
    }
}
