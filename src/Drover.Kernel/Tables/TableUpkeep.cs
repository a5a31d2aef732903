using Drover.Kernel.Journal;

namespace Drover.Kernel.Tables;

/// <summary>Keeps tables within what they declare. What is to go is found by reading, beside the writer, and removed in small steps.</summary>
internal static class TableUpkeep
{
    /// <summary>Most rows that one step removes.</summary>
    internal const int Step = 500;

    internal static async Task PruneAsync(IKernel kernel, CancellationToken stop)
    {
        foreach (var table in kernel.Model.Tables)
        {
            if (table.KeepFor is { } age)
            {
                var first = age.FirstKey(Timestamp.From(kernel.Clock) + -age.Span);
                while (StepTo(kernel, table.Name, null, row => string.CompareOrdinal(row.Key, first) < 0) is { } through)
                    await RemoveAsync(kernel, table, null, through, stop);
            }
            if (table.KeepPerIndex is not { } most)
                continue;
            foreach (var (value, last) in Full(kernel, table.Name, most))
                while (StepTo(kernel, table.Name, value, row => string.CompareOrdinal(row.Key, last) <= 0) is { } through)
                    await RemoveAsync(kernel, table, value, through, stop);
        }
    }

    /// <summary>The last key of the next rows that are to go; null when there are none.</summary>
    private static string? StepTo(IKernel kernel, string table, string? index, Func<TableRow, bool> mustGo)
    {
        using var store = kernel.ReadStore();
        return store.Rows(table, index).TakeWhile(mustGo).Take(Step).LastOrDefault()?.Key;
    }

    /// <summary>Values of the index that have more rows than they may, each with the last key that must go.</summary>
    private static List<(string Value, string Last)> Full(IKernel kernel, string table, int most)
    {
        using var store = kernel.ReadStore();
        return [.. from value in store.IndexValues(table)
                   let last = store.Rows(table, value, backwards: true).Skip(most).FirstOrDefault()?.Key
                   where last is not null
                   select (value, last)];
    }

    private static Task<bool> RemoveAsync(IKernel kernel, StoreTable table, string? index, string through, CancellationToken stop) =>
        kernel.ExecuteAsync(new PruneTable(new RowsRemoved(table.Name, index, through)), Caller.System, stop);
}
