using Drover.Kernel.Journal;

namespace Drover.Kernel.Tables;

/// <summary>Rows of tables as a replay makes them, to be compared with the stored ones.</summary>
internal sealed class TableReplay
{
    private readonly Dictionary<string, SortedDictionary<string, TableRow>> _tables = new(StringComparer.Ordinal);

    public void Take(TableRow row) => Table(row.Table)[row.Key] = row;

    public void Take(TableCut cut)
    {
        var rows = Table(cut.Table);
        foreach (var key in rows.Keys.TakeWhile(key => string.CompareOrdinal(key, cut.Through) <= 0).ToList())
            if (cut.Index is null || rows[key].Index == cut.Index)
                rows.Remove(key);
    }

    /// <param name="reader">The store.</param>
    /// <param name="names">Tables that there may be.</param>
    /// <param name="fromEmpty">Whether the replay began with an empty store: else rows from before it are passed over.</param>
    /// <param name="add">Takes each difference.</param>
    public void Compare(ITableReader reader, IEnumerable<string> names, bool fromEmpty, Action<string> add)
    {
        foreach (var name in names.Union(_tables.Keys).Order(StringComparer.Ordinal))
        {
            var made = Table(name);
            foreach (var stored in reader.Rows(name))
            {
                if (made.Remove(stored.Key, out var row))
                {
                    if (row.Index != stored.Index || row.Version != stored.Version || !row.Body.Span.SequenceEqual(stored.Body.Span))
                        add($"Row '{stored.Key}' of {name} is stored otherwise than the journal makes it.");
                }
                else if (fromEmpty)
                {
                    add($"Row '{stored.Key}' of {name} is stored, but the journal does not make it.");
                }
            }
            foreach (var key in made.Keys)
                add($"Row '{key}' of {name} is in the journal, but not stored.");
        }
    }

    private SortedDictionary<string, TableRow> Table(string name)
    {
        if (!_tables.TryGetValue(name, out var rows))
            _tables[name] = rows = new SortedDictionary<string, TableRow>(StringComparer.Ordinal);
        return rows;
    }
}
