namespace Drover.Kernel.Queries;

/// <summary>What to show of a resource.</summary>
/// <param name="Fields">Columns in order; may repeat, may be empty, may name fields that do not exist.</param>
/// <param name="Filter">Which rows; null for all.</param>
public sealed record QueryRequest(IReadOnlyList<string> Fields, QueryFilter? Filter = null)
{
    /// <summary>What the operators of the filter mean.</summary>
    public FilterRules Rules { get; init; } = FilterRules.Usual;

    /// <summary>Order of the rows; empty for the resource's own order. Equal rows stay in the order of their keys.</summary>
    public IReadOnlyList<SortKey> Sort { get; init; } = [];

    /// <summary>At most so many rows, at least 1; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Goes on after the row with this key: <see cref="QueryResult.Next"/> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Whether live fields may be probed. Without, they show what is known.</summary>
    public bool IncludeLive { get; init; } = true;
}
