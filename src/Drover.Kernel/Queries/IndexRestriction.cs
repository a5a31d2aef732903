namespace Drover.Kernel.Queries;

/// <summary>Finds the value of an indexed field that a filter demands of every row, so that only the rows with this value need to be read.</summary>
internal static class IndexRestriction
{
    /// <summary>The value; null when rows with different values may pass.</summary>
    public static string? Of(QueryFilter? filter, string field) => filter switch
    {
        QueryFilter.Comparison { Operator: ComparisonOperator.Equal } equal when equal.Field == field && equal.Value.Shape == ValueShape.Text => equal.Value.Text,
        QueryFilter.And and => and.Parts.Select(part => Of(part, field)).FirstOrDefault(value => value is not null),
        QueryFilter.Or { Parts: [var only] } => Of(only, field),
        _ => null,
    };
}
