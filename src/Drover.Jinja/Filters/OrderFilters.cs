using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>Filters that order and compare items. Capital and small letters are the same to them unless they are told otherwise.</summary>
internal static class OrderFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All =>
    [
        FilterTable.Of("sort", 0, ["reverse", "case_sensitive", "attribute"], Sort),
        FilterTable.Of("unique", 0, ["case_sensitive", "attribute"], (budget, value, given) => new GeneratorValue(Unique(budget, value, Key(given[0], given[1])))),
        FilterTable.Of("min", 0, ["case_sensitive", "attribute"], (budget, value, given) => Extreme(budget, value, "<", Key(given[0], given[1]))),
        FilterTable.Of("max", 0, ["case_sensitive", "attribute"], (budget, value, given) => Extreme(budget, value, ">", Key(given[0], given[1]))),
        FilterTable.Of("dictsort", 0, ["case_sensitive", "by", "reverse"], DictSort),
    ];

    private static object? Sort(Budget budget, object? value, object?[] given)
    {
        // Several attributes, with commas between them, one after the other.
        var keys = given[2] is string paths ? [.. paths.Split(',').Select(path => Key(given[1], path))] : new List<Func<object?, object?>> { Key(given[1], given[2]) };
        return new ListValue(Ordering.Sort(Iteration.Of(budget, value), item => new ListValue([.. keys.Select(key => key(item))]), IsTrue(given[0])));
    }

    private static IEnumerable<object?> Unique(Budget budget, object? value, Func<object?, object?> key)
    {
        var keys = new HashSet<HashedKey>();
        foreach (var item in Iteration.Of(budget, value))
        {
            if (keys.Add(new HashedKey(key(item))))
                yield return item;
        }
    }

    private static object? Extreme(Budget budget, object? value, string @operator, Func<object?, object?> key)
    {
        object? best = new Undefined("A list without items has neither a smallest nor a largest one");
        object? bestKey = null;
        var isFirst = true;
        foreach (var item in Iteration.Of(budget, value))
        {
            var itemKey = key(item);
            if (isFirst || Ordering.Compare(@operator, itemKey, bestKey) is { } order && (@operator == "<" ? order < 0 : order > 0))
                (best, bestKey, isFirst) = (item, itemKey, false);
        }
        return best;
    }

    private static object? DictSort(Budget budget, object? value, object?[] given)
    {
        if (value is not DictValue dict)
            throw new TemplateFault($"'dictsort' needs a dict, and is given a value of type {TypeNames.Of(value)}.");
        var by = Signature.IsGiven(given[1]) ? given[1] as string : "key";
        if (by is not ("key" or "value"))
            throw new TemplateFault("'dictsort' sorts by 'key' or by 'value'.");
        var fold = Key(given[0], null);
        var pairs = DictView.Pairs(dict).Items.Cast<TupleValue>();
        budget.Step(dict.Entries.Count);
        return new ListValue([.. Ordering.Sort(pairs, pair => fold(pair.Items[by == "key" ? 0 : 1]), IsTrue(given[2]))]);
    }

    // What an item is compared by.
    private static Func<object?, object?> Key(object? isCaseSensitive, object? attribute)
    {
        Func<object?, object?> fold = IsTrue(isCaseSensitive) ? value => value : value => value is string text ? CodePoints.Lower(text) : value;
        if (!Signature.IsGiven(attribute) || attribute is null)
            return fold;
        var path = ItemPath.Of(attribute);
        return item => fold(path.Find(item));
    }

    private static bool IsTrue(object? argument) => Signature.IsGiven(argument) && Truth.Of(argument);

    private readonly struct HashedKey(object? value) : IEquatable<HashedKey>
    {
        private readonly object? _value = value;

        public bool Equals(HashedKey other) => Equality.Equal(_value, other._value);

        public override bool Equals(object? obj) => obj is HashedKey other && Equals(other);

        public override int GetHashCode() => Equality.Hash(_value);
    }
}
