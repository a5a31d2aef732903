using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Writing;

/// <summary>Writes log entries and tokens.</summary>
internal static class OtherRows
{
    private const string LogSql = "REPLACE INTO job_logs (job, serial, opcode, time, type, row_check, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    private const string TokenSql = "REPLACE INTO tokens (principal, token, time, row_check, digest, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    private const string ExpirySql = "DELETE FROM tokens WHERE time < ?1";

    internal static void Write(SqliteConnection connection, LogRow row)
    {
        using var rented = connection.Use(LogSql);
        rented.Statement.Bind(1, row.JobId).Bind(2, row.Serial).Bind(3, row.Opcode).Bind(4, row.Time.Microseconds)
            .Bind(5, row.Type).Bind(6, RowChecks.Log(row)).Bind(7, row.Content.Span).Run();
    }

    internal static void Write(SqliteConnection connection, TokenRow row)
    {
        using var rented = connection.Use(TokenSql);
        rented.Statement.Bind(1, row.Principal).Bind(2, row.Token).Bind(3, row.Time.Microseconds)
            .Bind(4, RowChecks.Token(row)).Bind(5, row.Digest.Span).Bind(6, row.Answer.Span).Run();
    }

    internal static void Expire(SqliteConnection connection, TokenExpiry expiry)
    {
        using var rented = connection.Use(ExpirySql);
        rented.Statement.Bind(1, expiry.Before.Microseconds).Run();
    }
}
