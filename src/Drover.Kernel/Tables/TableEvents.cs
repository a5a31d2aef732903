using System.Collections.Immutable;
using Drover.Kernel.Events;

namespace Drover.Kernel.Tables;

/// <summary>Rows of a table were written. They are in the event whole, so that the table follows from the journal; no state in memory changes.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Version">Version of the form of the rows.</param>
/// <param name="Rows">The rows.</param>
public sealed record RowsWritten(string Table, int Version, ImmutableArray<WrittenRow> Rows) : Event;

/// <summary>A row as it was written.</summary>
public sealed record WrittenRow(string Key, string Index, RawJson Value);

/// <summary>Rows of a table were removed: all with keys up to <paramref name="Through"/>, of one value of the index unless that is null.</summary>
public sealed record RowsRemoved(string Table, string? Index, string Through) : Event;
