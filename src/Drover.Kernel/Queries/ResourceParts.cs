namespace Drover.Kernel.Queries;

/// <summary>What a builder has gathered for a resource.</summary>
internal sealed record ResourceParts<TRow>(string Name, string Doc) where TRow : notnull
{
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

    /// <summary>Which rows clients of another's wire know; null for all.</summary>
    public Func<TRow, bool>? IsForeign { get; set; }

    /// <summary>The same with some of the rows.</summary>
    public ResourceParts<TRow> Only(Func<TRow, bool> isShown) => this with
    {
        IsForeign = null,
        Rows = context => Rows!(context).Where(isShown),
        RowsAfter = RowsAfter is { } after ? (context, key) => after(context, key).Where(isShown) : null,
        RowsBefore = RowsBefore is { } before ? (context, key) => before(context, key).Where(isShown) : null,
        RowsOf = RowsOf is { } of ? (context, value, key, backwards) => of(context, value, key, backwards).Where(isShown) : null,
        Find = Find is { } find ? (context, key) => find(context, key) is { IsFound: true } found && isShown(found.Row) ? found : default : null,
    };
}
