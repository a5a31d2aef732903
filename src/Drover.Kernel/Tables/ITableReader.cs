using Drover.Kernel.Journal;

namespace Drover.Kernel.Tables;

/// <summary>Rows of tables that live in the store only, as of one moment. Keys and values of an index are in the order of their bytes.</summary>
public interface ITableReader
{
    /// <summary>Rows of a table in ascending order of keys, or in descending order.</summary>
    /// <param name="table">Name of the table; one that was never written to has no rows.</param>
    /// <param name="index">Only rows with this value of the index; null for all.</param>
    /// <param name="bound">Only rows after this key, or before it when read backwards; null for all.</param>
    /// <param name="backwards">Whether the highest key comes first.</param>
    IEnumerable<TableRow> Rows(string table, string? index = null, string? bound = null, bool backwards = false);

    /// <summary>One row, or null.</summary>
    TableRow? Row(string table, string key);

    /// <summary>The values of a table's index that have rows.</summary>
    IEnumerable<string> IndexValues(string table);
}
