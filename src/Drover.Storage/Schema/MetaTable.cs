using Drover.Storage.Sqlite;

namespace Drover.Storage.Schema;

/// <summary>The table of single values: format, term, anchor, base, machine, accepted losses.</summary>
internal static class MetaTable
{
    internal const string MachineKey = "machine";

    /// <summary>The machine that wrote it last, as <see cref="SqliteStoreOptions.Machine"/>; null if that is not on record.</summary>
    internal static string? Machine(SqliteConnection connection)
    {
        using var row = connection.Prepare("SELECT value FROM meta WHERE key='machine'");
        return row.Step() ? row.Text(0) : null;
    }

    internal static long Term(SqliteConnection connection) => connection.Scalar("SELECT value FROM meta WHERE key='term'");

    internal static void SetTerm(SqliteConnection connection, long term)
    {
        using var statement = connection.Prepare("UPDATE meta SET value=?1 WHERE key='term'");
        statement.Bind(1, term).Run();
    }

    internal static Anchor Anchor(SqliteConnection connection)
    {
        using var row = connection.Prepare(
            "SELECT s.value, t.value, h.value FROM meta s, meta t, meta h WHERE s.key='anchor_seq' AND t.key='anchor_time' AND h.key='anchor_hash'");
        return row.Step() ? new Anchor(row.Integer(0), new Timestamp(row.Integer(1)), row.Blob(2)) : Schema.Anchor.Start;
    }

    internal static void SetAnchor(SqliteConnection connection, Anchor anchor)
    {
        using var statement = connection.Prepare(
            "REPLACE INTO meta (key, value) VALUES ('anchor_seq', ?1), ('anchor_time', ?2), ('anchor_hash', ?3)");
        statement.Bind(1, anchor.Sequence).Bind(2, anchor.Time.Microseconds).Bind(3, anchor.Hash.Span).Run();
    }

    /// <summary>Last record whose changes the base rows hold.</summary>
    internal static long BaseSequence(SqliteConnection connection)
    {
        using var row = connection.Prepare("SELECT value FROM meta WHERE key='base_seq'");
        return row.Step() ? row.Integer(0) : 0;
    }

    internal static void SetBaseSequence(SqliteConnection connection, long sequence)
    {
        using var statement = connection.Prepare("REPLACE INTO meta (key, value) VALUES ('base_seq', ?1)");
        statement.Bind(1, sequence).Run();
    }

    internal static void Note(SqliteConnection connection, string key, string text)
    {
        using var statement = connection.Prepare("REPLACE INTO meta (key, value) VALUES (?1, ?2)");
        statement.Bind(1, key).Bind(2, text).Run();
    }
}
