namespace Drover.Jinja.Values;

/// <summary>Which of two values Python puts first.</summary>
internal static class Ordering
{
    /// <summary>Compares as <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c> do. Null when neither is first and they are not equal: one is no number (NaN).</summary>
    /// <exception cref="TemplateFault">Python does not order these types.</exception>
    public static int? Compare(string @operator, object? left, object? right)
    {
        if (Numbers.Is(left) && Numbers.Is(right))
            return Numbers.Compare(left!, right!);
        return (left, right) switch
        {
            (string a, string b) => CodePoints.Compare(a, b),
            (ListValue a, ListValue b) => Compare(@operator, a.Items, b.Items),
            (TupleValue a, TupleValue b) => Compare(@operator, a.Items, b.Items),
            (Undefined undefined, _) => throw undefined.Fault(),
            (_, Undefined undefined) => throw undefined.Fault(),
            _ => throw new TemplateFault($"'{@operator}' does not compare {TypeNames.Of(left)} with {TypeNames.Of(right)}."),
        };
    }

    /// <summary>Sorts as Python does: equal ones keep their order, also in reverse.</summary>
    public static List<T> Sort<T>(IEnumerable<T> items, Func<T, object?> key, bool reverse)
    {
        var keyed = items.Select(item => (Item: item, Key: key(item)));
        var comparer = Comparer<object?>.Create((left, right) => Equality.Equal(left, right) ? 0 : Compare("<", left, right) ?? 0);
        try
        {
            var sorted = reverse ? keyed.OrderByDescending(pair => pair.Key, comparer) : keyed.OrderBy(pair => pair.Key, comparer);
            return [.. sorted.Select(pair => pair.Item)];
        }
        catch (InvalidOperationException error) when (error.InnerException is TemplateFault fault)
        {
            throw new TemplateFault(fault.Message);
        }
    }

    private static int? Compare(string @operator, IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!Equality.Equal(left[i], right[i]))
                return Compare(@operator, left[i], right[i]);
        }
        return left.Count.CompareTo(right.Count);
    }
}
