using Drover.Kernel.Journal;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Schema;

/// <summary>Rows of the journal as they are, without judging them.</summary>
internal static class JournalTable
{
    private const string InsertSql = "INSERT INTO journal (seq, time, actor, kind, hash, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    private const string SelectSql = "SELECT seq, time, actor, kind, hash, payload FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    private const string SelectBackwardsSql = "SELECT seq, time, actor, kind, hash, payload FROM journal WHERE seq < ?1 ORDER BY seq DESC";
    private const string LastSql = "SELECT seq, time, actor, kind, hash, payload FROM journal ORDER BY seq DESC LIMIT 1";

    internal static void Insert(SqliteConnection connection, IReadOnlyList<JournalRecord> records)
    {
        if (records.Count == 0)
            return;
        using var rented = connection.Use(InsertSql);
        foreach (var record in records)
        {
            rented.Statement.Bind(1, record.Sequence).Bind(2, record.Time.Microseconds).Bind(3, record.Actor).Bind(4, record.Kind)
                .Bind(5, record.Hash.Span).Bind(6, record.Payload.Span).Run();
        }
    }

    internal static IEnumerable<JournalRecord> Read(SqliteConnection connection, long after, int limit = int.MaxValue)
    {
        using var rented = connection.Use(SelectSql);
        var row = rented.Statement.Bind(1, after).Bind(2, limit);
        while (row.Step())
            yield return Record(row);
    }

    internal static IEnumerable<JournalRecord> ReadBackwards(SqliteConnection connection, long before)
    {
        using var rented = connection.Use(SelectBackwardsSql);
        var row = rented.Statement.Bind(1, before);
        while (row.Step())
            yield return Record(row);
    }

    /// <summary>The record with this number, or null.</summary>
    internal static JournalRecord? At(SqliteConnection connection, long sequence) =>
        Read(connection, sequence - 1, 1).FirstOrDefault() is { } record && record.Sequence == sequence ? record : null;

    internal static JournalRecord? Last(SqliteConnection connection)
    {
        using var row = connection.Prepare(LastSql);
        return row.Step() ? Record(row) : null;
    }

    internal static void Cut(SqliteConnection connection, long through)
    {
        using var statement = connection.Prepare("DELETE FROM journal WHERE seq <= ?1");
        statement.Bind(1, through).Run();
    }

    private static JournalRecord Record(SqliteStatement row) =>
        new(row.Integer(0), new Timestamp(row.Integer(1)), row.Text(2), row.Text(3), row.Blob(5), row.Blob(4));
}
