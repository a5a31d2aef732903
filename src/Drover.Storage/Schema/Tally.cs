using Drover.Storage.Integrity;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Schema;

/// <summary>What the tables must add up to. The one row of this table is written by every transaction, so a database or
/// write-ahead log that lost any commit - even one without a journal record - shows an older number than the head file.</summary>
internal sealed record Tally
{
    /// <summary>Transactions ever committed; creation is the first.</summary>
    internal long Commits { get; init; }

    /// <summary>Number of the last journal record.</summary>
    internal long Sequence { get; init; }

    internal long Unfinished { get; init; }
    internal long Finished { get; init; }
    internal long Archived { get; init; }
    internal long Objects { get; init; }

    private const string WriteSql =
        "REPLACE INTO tally (id, commits, seq, unfinished, finished, archived, objects, row_check) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    private const string ReadSql = "SELECT commits, seq, unfinished, finished, archived, objects, row_check FROM tally WHERE id = 1";

    internal void Write(SqliteConnection connection)
    {
        using var rented = connection.Use(WriteSql);
        rented.Statement.Bind(1, Commits).Bind(2, Sequence).Bind(3, Unfinished).Bind(4, Finished).Bind(5, Archived).Bind(6, Objects)
            .Bind(7, Check()).Run();
    }

    internal static Tally Read(SqliteConnection connection)
    {
        using var rented = connection.Use(ReadSql);
        var row = rented.Statement;
        if (!row.Step())
            throw SqliteException.Damage("the tally is missing");
        var tally = new Tally
        {
            Commits = row.Integer(0), Sequence = row.Integer(1), Unfinished = row.Integer(2), Finished = row.Integer(3),
            Archived = row.Integer(4), Objects = row.Integer(5),
        };
        return tally.Check() == row.Integer(6) ? tally : throw SqliteException.Damage("the tally does not match its checksum");
    }

    private long Check()
    {
        var check = new Checksum();
        check.Add(Commits);
        check.Add(Sequence);
        check.Add(Unfinished);
        check.Add(Finished);
        check.Add(Archived);
        check.Add(Objects);
        return check.Value;
    }
}
