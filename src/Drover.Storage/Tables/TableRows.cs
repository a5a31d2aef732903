using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Tables;

/// <summary>Writes and reads rows of tables that live in the store only. All tables share one, whose rows begin with the name of theirs.</summary>
internal static class TableRows
{
    private const string WriteSql = "REPLACE INTO table_rows (name, key, idx, version, row_check, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    private const string CutSql = "DELETE FROM table_rows WHERE name = ?1 AND key <= ?2";
    private const string CutOfIndexSql = "DELETE FROM table_rows WHERE name = ?1 AND idx = ?3 AND key <= ?2";
    private const string Columns = "SELECT name, key, idx, version, row_check, body FROM table_rows";
    private const string OneSql = Columns + " WHERE name = ?1 AND key = ?2";
    private const string AllSql = Columns;
    private const string NextIndexSql = "SELECT idx FROM table_rows WHERE name = ?1 AND idx > ?2 ORDER BY idx LIMIT 1";

    internal static void Write(SqliteConnection connection, TableRow row)
    {
        using var rented = connection.Use(WriteSql);
        rented.Statement.Bind(1, row.Table).Bind(2, row.Key).Bind(3, row.Index).Bind(4, row.Version).Bind(5, RowChecks.Table(row)).Bind(6, row.Body.Span).Run();
    }

    internal static void Cut(SqliteConnection connection, TableCut cut)
    {
        using var rented = connection.Use(cut.Index is null ? CutSql : CutOfIndexSql);
        rented.Statement.Bind(1, cut.Table).Bind(2, cut.Through);
        if (cut.Index is { } index)
            rented.Statement.Bind(3, index);
        rented.Statement.Run();
    }

    internal static IEnumerable<TableRow> Read(SqliteConnection connection, string table, string? index, string? bound, bool backwards)
    {
        using var rented = connection.Use(RangeSql(index is not null, bound is not null, backwards));
        var row = rented.Statement.Bind(1, table);
        if (bound is not null)
            row.Bind(2, bound);
        if (index is not null)
            row.Bind(3, index);
        while (row.Step())
            yield return Read(row);
    }

    internal static TableRow? Find(SqliteConnection connection, string table, string key)
    {
        using var rented = connection.Use(OneSql);
        var row = rented.Statement.Bind(1, table).Bind(2, key);
        return row.Step() ? Read(row) : null;
    }

    /// <summary>The values of the index that there are, in order: a look-up for each, not a walk over all rows.</summary>
    internal static IEnumerable<string> IndexValues(SqliteConnection connection, string table)
    {
        for (var value = Next(""); value is not null; value = Next(value))
            yield return value;

        string? Next(string after)
        {
            using var rented = connection.Use(NextIndexSql);
            var row = rented.Statement.Bind(1, table).Bind(2, after);
            return row.Step() ? row.Text(0) : null;
        }
    }

    /// <summary>Reads every row for its checksum.</summary>
    internal static void ReadAll(SqliteConnection connection)
    {
        using var rented = connection.Use(AllSql);
        while (rented.Statement.Step())
            Read(rented.Statement);
    }

    private static string RangeSql(bool hasIndex, bool hasBound, bool backwards)
    {
        var index = hasIndex ? " INDEXED BY table_rows_index WHERE name = ?1 AND idx = ?3" : " WHERE name = ?1";
        return (hasBound, backwards) switch
        {
            (true, false) => $"{Columns}{index} AND key > ?2 ORDER BY key",
            (false, false) => $"{Columns}{index} ORDER BY key",
            (true, true) => $"{Columns}{index} AND key < ?2 ORDER BY key DESC",
            (false, true) => $"{Columns}{index} ORDER BY key DESC",
        };
    }

    private static TableRow Read(SqliteStatement row)
    {
        var found = new TableRow(row.Text(0), row.Text(1), row.Text(2), (int)row.Integer(3), row.Blob(5));
        return RowChecks.Table(found) == row.Integer(4)
            ? found
            : throw SqliteException.Damage($"row {found.Key} of table {found.Table} does not match its checksum");
    }
}
