using Drover.Storage.Integrity;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Schema;

/// <summary>What the tables must add up to. The one row of this table is written by every transaction, so a database or
/// write-ahead log that lost any commit - even one without a journal record - shows an older number than the head file.</summary>
internal sealed record Tally
{
    private const string WriteSql =
        "REPLACE INTO tally (id, commits, seq, unfinished, finished, archived, objects, base_unfinished, base_finished, base_archived, base_objects, row_check) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

    private const string ReadSql =
        "SELECT commits, seq, unfinished, finished, archived, objects, row_check, base_unfinished, base_finished, base_archived, base_objects FROM tally WHERE id = 1";

    private const string Format1Sql = "SELECT commits, seq, unfinished, finished, archived, objects, row_check FROM tally WHERE id = 1";

    /// <summary>Transactions ever committed; creation is the first.</summary>
    internal long Commits { get; init; }

    /// <summary>Number of the last journal record.</summary>
    internal long Sequence { get; init; }

    /// <summary>The rows of now.</summary>
    internal RowCounts Rows { get; init; }

    /// <summary>The base rows; format 1 had none.</summary>
    internal RowCounts? Base { get; init; } = new RowCounts();

    internal void Write(SqliteConnection connection)
    {
        using var rented = connection.Use(WriteSql);
        var based = Base!.Value;
        rented.Statement.Bind(1, Commits).Bind(2, Sequence)
            .Bind(3, Rows.Unfinished).Bind(4, Rows.Finished).Bind(5, Rows.Archived).Bind(6, Rows.Objects)
            .Bind(7, based.Unfinished).Bind(8, based.Finished).Bind(9, based.Archived).Bind(10, based.Objects)
            .Bind(11, Check()).Run();
    }

    internal static Tally Read(SqliteConnection connection, int format = StoreSchema.Format)
    {
        using var rented = connection.Use(format == 1 ? Format1Sql : ReadSql);
        var row = rented.Statement;
        if (!row.Step())
            throw SqliteException.Damage("the tally is missing");
        var tally = new Tally
        {
            Commits = row.Integer(0), Sequence = row.Integer(1),
            Rows = new RowCounts(row.Integer(2), row.Integer(3), row.Integer(4), row.Integer(5)),
            Base = format == 1 ? null : new RowCounts(row.Integer(7), row.Integer(8), row.Integer(9), row.Integer(10)),
        };
        return tally.Check() == row.Integer(6) ? tally : throw SqliteException.Damage("the tally does not match its checksum");
    }

    private long Check()
    {
        var check = new Checksum();
        check.Add(Commits);
        check.Add(Sequence);
        Add(ref check, Rows);
        if (Base is { } based)
            Add(ref check, based);
        return check.Value;
    }

    private static void Add(ref Checksum check, RowCounts counts)
    {
        check.Add(counts.Unfinished);
        check.Add(counts.Finished);
        check.Add(counts.Archived);
        check.Add(counts.Objects);
    }
}
