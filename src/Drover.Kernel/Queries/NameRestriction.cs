namespace Drover.Kernel.Queries;

/// <summary>Finds the filters that do nothing but name rows: only <c>|</c> and equality on the name field. They load these rows alone, in the order given,
/// and a name that does not exist is an error instead of a shorter list.</summary>
internal static class NameRestriction
{
    /// <summary>The values asked for in order, with repetitions; null when the filter says anything else.</summary>
    public static List<FieldValue>? Of(QueryFilter? filter, string nameField)
    {
        var values = new List<FieldValue>();
        return filter is not null && Collect(filter, nameField, values) ? values : null;
    }

    private static bool Collect(QueryFilter filter, string nameField, List<FieldValue> values)
    {
        if (filter is QueryFilter.Comparison { Operator: ComparisonOperator.Equal } equal && equal.Field == nameField)
        {
            values.Add(equal.Value);
            return true;
        }
        if (filter is not QueryFilter.Or or) return false;
        foreach (var part in or.Parts)
            if (!Collect(part, nameField, values)) return false;
        return true;
    }
}
