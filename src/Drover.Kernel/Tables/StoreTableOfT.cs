using System.Text;
using System.Text.Json.Serialization.Metadata;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Journal;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tables;

/// <summary>A table with rows of type <typeparamref name="T"/>.</summary>
/// <param name="name">Stable name.</param>
/// <param name="version">Version of the stored form.</param>
/// <param name="json">Reads and writes rows.</param>
/// <param name="key">What tells a row from all others. Keys are ordered by their bytes; numbers in them have a fixed width, so that this is their natural
/// order too.</param>
/// <param name="index">The value by which rows are found quickly.</param>
public sealed class StoreTable<T>(string name, int version, JsonTypeInfo<T> json, Func<T, string> key, Func<T, string> index) : StoreTable(name, version)
    where T : class
{
    private readonly ObjectKind<T> _codec = new(name, version, json);

    /// <summary>Writes rows with this decision. A row replaces one that has the same key.</summary>
    /// <exception cref="InvalidOperationException">A key is empty or not ASCII.</exception>
    public void Write(Decision decision, IEnumerable<T> rows) => decision.Emit(new RowsWritten(Name, Version, [.. rows.Select(Written)]));

    /// <summary>Removes rows with this decision: those with keys up to and including <paramref name="through"/>.</summary>
    /// <param name="decision">The turn.</param>
    /// <param name="through">The highest key.</param>
    /// <param name="of">Only rows with this value of the index; null for all.</param>
    public void Remove(Decision decision, string through, string? of = null) => decision.Emit(new RowsRemoved(Name, of, through));

    /// <summary>Rows after a key in ascending order; from the first one for null.</summary>
    /// <param name="store">The view.</param>
    /// <param name="after">The key.</param>
    /// <param name="of">Only rows with this value of the index; null for all.</param>
    public IEnumerable<T> After(ITableReader store, string? after = null, string? of = null) => store.Rows(Name, of, after).Select(Decode);

    /// <summary>Rows before a key in descending order; from the last one for null.</summary>
    /// <inheritdoc cref="After"/>
    public IEnumerable<T> Before(ITableReader store, string? before = null, string? of = null) => store.Rows(Name, of, before, backwards: true).Select(Decode);

    /// <summary>One row, or null.</summary>
    public T? Find(ITableReader store, string wanted) => store.Row(Name, wanted) is { } row ? Decode(row) : null;

    /// <summary>Begins the resource that shows the table: it is read by key in either direction, and by the index where a filter names its value.</summary>
    /// <param name="doc">One phrase on what the rows are; starts upper-case, no final dot.</param>
    /// <param name="keyField">The field that holds the key.</param>
    /// <param name="indexField">The field that holds the value of the index.</param>
    public ResourceBuilder<T> Resource(string doc, string keyField, string indexField) => Queries.Resource.Of<T>(Name, doc)
        .KeyedBy(keyField, key)
        .Rows(context => After(context.Store), inKeyOrder: true)
        .RowsAfter((context, after) => After(context.Store, after.Name))
        .RowsBefore((context, before) => Before(context.Store, before?.Name))
        .RowsOf(indexField, (context, value, bound, backwards) => backwards ? Before(context.Store, bound?.Name, value) : After(context.Store, bound?.Name, value))
        .Find((context, wanted) => Find(context.Store, wanted), $"No row {{0}} in {Name}");

    private WrittenRow Written(T row) => key(row) is { Length: > 0 } good && Ascii.IsValid(good)
        ? new WrittenRow(good, index(row), new RawJson(_codec.Encode(row)))
        : throw new InvalidOperationException($"'{key(row)}' is no key of the table '{Name}': keys are ASCII and not empty.");

    private T Decode(TableRow row) => (T)_codec.Decode(row.Body.Span, row.Version);
}
