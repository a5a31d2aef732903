using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Reading;

/// <summary>Reads tables in one read transaction. Rows are compared with their checksums, and whole lists with the tally, so
/// that damage is an error and never a shorter list.</summary>
internal sealed class TableReader
{
    private const string LogsSql = "SELECT serial, opcode, time, type, row_check, content, job FROM job_logs WHERE job = ?1 AND serial > ?2 ORDER BY serial LIMIT ?3";
    private const string LogRangeSql = "SELECT serial, opcode, time, type, row_check, content, job FROM job_logs WHERE job BETWEEN ?1 AND ?2 ORDER BY job, serial";
    private const string AllLogsSql = "SELECT serial, opcode, time, type, row_check, content, job FROM job_logs";
    private const string LastLogSql = "SELECT coalesce(max(serial), 0) FROM job_logs WHERE job = ?1";
    private const string TokenSql = "SELECT principal, token, time, row_check, digest, answer FROM tokens WHERE principal = ?1 AND token = ?2";
    private const string AllTokensSql = "SELECT principal, token, time, row_check, digest, answer FROM tokens";

    private readonly SqliteConnection _connection;

    /// <summary>Begins the read transaction.</summary>
    internal TableReader(SqliteConnection connection, int format = StoreSchema.Format)
    {
        _connection = connection;
        connection.Execute("BEGIN");
        // The view begins with the first read, not with BEGIN.
        Tally = Tally.Read(connection, format);
        Anchor = MetaTable.Anchor(connection);
        Live = new RowReader(connection, RowSet.Live, Tally.Rows);
        Base = new RowReader(connection, RowSet.Base, Tally.Base ?? default);
    }

    internal SqliteConnection Connection => _connection;

    internal Tally Tally { get; }

    internal Anchor Anchor { get; }

    internal RowReader Live { get; }

    internal RowReader Base { get; }

    internal IEnumerable<LogRow> Logs(long jobId, int afterSerial = 0, int limit = int.MaxValue)
    {
        using var rented = _connection.Use(LogsSql);
        var row = rented.Statement.Bind(1, jobId).Bind(2, afterSerial).Bind(3, limit);
        while (row.Step())
            yield return Log(row);
    }

    internal IEnumerable<LogRow> Logs(IReadOnlyList<long> ids)
    {
        using var rented = _connection.Use(LogRangeSql);
        var row = rented.Statement;
        foreach (var (first, last) in IdRanges.Of(ids))
        {
            row.Reset();
            row.Bind(1, ids[first]).Bind(2, ids[last]);
            for (var next = first; next <= last && row.Step();)
            {
                var id = row.Integer(6);
                while (next <= last && ids[next] < id)
                    next++;
                if (next <= last && ids[next] == id)
                    yield return Log(row);
            }
        }
    }

    internal int LastLogSerial(long jobId)
    {
        using var rented = _connection.Use(LastLogSql);
        return rented.Statement.Bind(1, jobId).Step() ? (int)rented.Statement.Integer(0) : 0;
    }

    internal TokenRow? Token(string principal, string token)
    {
        using var rented = _connection.Use(TokenSql);
        var row = rented.Statement.Bind(1, principal).Bind(2, token);
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

    private static LogRow Log(SqliteStatement row)
    {
        var log = new LogRow(row.Integer(6), (int)row.Integer(0), (int)row.Integer(1), new Timestamp(row.Integer(2)), row.Text(3), row.Blob(5));
        return RowChecks.Log(log) == row.Integer(4)
            ? log
            : throw SqliteException.Damage($"log entry {log.Serial} of job {log.JobId} does not match its checksum");
    }

    private static TokenRow Token(SqliteStatement row)
    {
        var token = new TokenRow(row.Text(0), row.Text(1), new Timestamp(row.Integer(2)), row.Blob(4), row.Blob(5));
        return RowChecks.Token(token) == row.Integer(3)
            ? token
            : throw SqliteException.Damage($"token {token.Token} of {token.Principal} does not match its checksum");
    }
}
