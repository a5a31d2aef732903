namespace Drover.Kernel.Queries;

/// <summary>What a builder has gathered for a resource.</summary>
internal sealed class ResourceParts<TRow>(string name, string doc) where TRow : notnull
{
    public string Name { get; } = name;

    public string Doc { get; } = doc;

    public List<Field<TRow>> Fields { get; } = [];

    public List<Func<string, Field<TRow>?>> Patterns { get; } = [];

    public Func<TRow, Principal>? Owner { get; set; }

    public string? NameField { get; set; }

    public string? UuidField { get; set; }

    public Func<TRow, RowKey>? Key { get; set; }

    public bool KeyIsNumber { get; set; }

    public Func<QueryContext, IEnumerable<TRow>>? Rows { get; set; }

    /// <summary>Whether the rows come in the order of their keys, so that they need not be sorted.</summary>
    public bool RowsInKeyOrder { get; set; }

    public Func<QueryContext, RowKey, IEnumerable<TRow>>? RowsAfter { get; set; }

    public Func<QueryContext, RowKey?, IEnumerable<TRow>>? RowsBefore { get; set; }

    /// <summary>The field by whose values rows are found without reading the others; null when there is none.</summary>
    public string? IndexField { get; set; }

    /// <summary>Rows with a value of that field, after or before a key.</summary>
    public Func<QueryContext, string, RowKey?, bool, IEnumerable<TRow>>? RowsOf { get; set; }

    public Func<QueryContext, RowKey, Lookup<TRow>>? Find { get; set; }

    /// <summary>Error text for a name that does not exist, with {0} for the name; null shows a row without values instead.</summary>
    public string? NotFound { get; set; }

    public Action<QueryContext, IReadOnlyList<TRow>, IReadOnlyList<FieldDefinition>>? Fetch { get; set; }

    public Func<QueryContext, IList<TRow>, CancellationToken, ValueTask>? Probe { get; set; }
}
