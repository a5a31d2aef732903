using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Writing;

/// <summary>Writes objects, log entries and tokens.</summary>
internal static class OtherRows
{
    private const string ObjectUpdateSql = "UPDATE objects SET version = ?3, row_check = ?4, body = ?5 WHERE kind = ?1 AND key = ?2";
    private const string ObjectInsertSql = "INSERT INTO objects (kind, key, version, row_check, body) VALUES (?1, ?2, ?3, ?4, ?5)";
    private const string ObjectDeleteSql = "DELETE FROM objects WHERE kind = ?1 AND key = ?2";
    private const string LogSql = "REPLACE INTO job_logs (job, serial, opcode, time, type, row_check, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    private const string TokenSql = "REPLACE INTO tokens (caller, token, time, row_check, digest, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    private const string ExpirySql = "DELETE FROM tokens WHERE time < ?1";

    internal static Tally Write(SqliteConnection connection, ObjectRow row, Tally tally)
    {
        if (row.Body is not { } body)
        {
            using var delete = connection.Use(ObjectDeleteSql);
            delete.Statement.Bind(1, row.ObjectKind).Bind(2, row.Key).Run();
            return tally with { Objects = tally.Objects - connection.Changes };
        }

        var check = ObjectCheck(row.ObjectKind, row.Key, row.Version, body.Span);
        using var update = connection.Use(ObjectUpdateSql);
        update.Statement.Bind(1, row.ObjectKind).Bind(2, row.Key).Bind(3, row.Version).Bind(4, check).Bind(5, body.Span).Run();
        if (connection.Changes > 0)
            return tally;
        using var insert = connection.Use(ObjectInsertSql);
        insert.Statement.Bind(1, row.ObjectKind).Bind(2, row.Key).Bind(3, row.Version).Bind(4, check).Bind(5, body.Span).Run();
        return tally with { Objects = tally.Objects + 1 };
    }

    internal static void Write(SqliteConnection connection, LogRow row)
    {
        using var rented = connection.Use(LogSql);
        rented.Statement.Bind(1, row.JobId).Bind(2, row.Serial).Bind(3, row.Opcode).Bind(4, row.Time.Microseconds)
            .Bind(5, row.Type).Bind(6, Check(row)).Bind(7, row.Content.Span).Run();
    }

    internal static void Write(SqliteConnection connection, TokenRow row)
    {
        using var rented = connection.Use(TokenSql);
        rented.Statement.Bind(1, row.Caller).Bind(2, row.Token).Bind(3, row.Time.Microseconds)
            .Bind(4, Check(row)).Bind(5, row.Digest.Span).Bind(6, row.Answer.Span).Run();
    }

    internal static void Expire(SqliteConnection connection, TokenExpiry expiry)
    {
        using var rented = connection.Use(ExpirySql);
        rented.Statement.Bind(1, expiry.Before.Microseconds).Run();
    }

    internal static long ObjectCheck(string kind, string key, int version, ReadOnlySpan<byte> body)
    {
        var check = new Checksum();
        check.Add(kind);
        check.Add(key);
        check.Add(version);
        check.Add(body);
        return check.Value;
    }

    internal static long Check(LogRow row)
    {
        var check = new Checksum();
        check.Add(row.JobId);
        check.Add(row.Serial);
        check.Add(row.Opcode);
        check.Add(row.Time.Microseconds);
        check.Add(row.Type);
        check.Add(row.Content.Span);
        return check.Value;
    }

    internal static long Check(TokenRow row)
    {
        var check = new Checksum();
        check.Add(row.Caller);
        check.Add(row.Token);
        check.Add(row.Time.Microseconds);
        check.Add(row.Digest.Span);
        check.Add(row.Answer.Span);
        return check.Value;
    }
}
