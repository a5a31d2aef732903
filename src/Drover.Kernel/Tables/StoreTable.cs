namespace Drover.Kernel.Tables;

/// <summary>A table whose rows live in the store only: results, histories, measurements. A decision writes rows in the transaction of its events;
/// they are never held in memory, and read by key range or by one index. Each table says how many rows it keeps.</summary>
public abstract class StoreTable
{
    private protected StoreTable(string name, int version) => (Name, Version) = (name, version);

    /// <summary>Stable name in journal and store, such as <c>process-history</c>.</summary>
    public string Name { get; }

    /// <summary>Version of the stored form; raise it when the form changes.</summary>
    public int Version { get; }

    /// <summary>Rows that are kept of each value of the index, those with the highest keys; null for as many as come.</summary>
    public int? KeepPerIndex { get; init; }

    /// <summary>Age beyond which rows go; null for any.</summary>
    public TableAge? KeepFor { get; init; }

    /// <exception cref="InvalidOperationException">It would grow without bound.</exception>
    internal void Check()
    {
        if (KeepPerIndex is null && KeepFor is null)
            throw new InvalidOperationException($"The table '{Name}' says neither how many rows it keeps nor for how long.");
    }
}

/// <summary>How long rows of a table are kept.</summary>
/// <param name="Span">The age.</param>
/// <param name="FirstKey">The lowest key that a row of a moment can have: keys begin with the time, written to a fixed width.</param>
public sealed record TableAge(TimeSpan Span, Func<Timestamp, string> FirstKey);
