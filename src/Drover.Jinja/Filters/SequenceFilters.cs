using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>Filters that look into lists, dicts and texts, and <c>default</c>.</summary>
internal static class SequenceFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All =>
    [
        FilterTable.Of("default", 0, ["default_value", "boolean"], Default),
        FilterTable.Of("d", 0, ["default_value", "boolean"], Default),
        FilterTable.Of("length", 0, [], (_, value, _) => Length(value)),
        FilterTable.Of("count", 0, [], (_, value, _) => Length(value)),
        FilterTable.Of("list", 0, [], (budget, value, _) => new ListValue([.. Iteration.Of(budget, value)])),
        FilterTable.Of("first", 0, [], (budget, value, _) => End(Iteration.Of(budget, value))),
        FilterTable.Of("last", 0, [], (budget, value, _) => End(Reversed(budget, value))),
        FilterTable.Of("reverse", 0, [], (budget, value, _) => value is string text
            ? string.Concat(CodePoints.Of(text).AsEnumerable().Reverse()) : new GeneratorValue(value is GeneratorValue ? Iteration.Of(budget, value).Reverse() : Reversed(budget, value))),
        FilterTable.Of("items", 0, [], (_, value, _) => Pairs(value)),
        FilterTable.Of("sum", 0, ["attribute", "start"], Sum),
    ];

    private static object? Default(Budget budget, object? value, object?[] given)
    {
        var isMissing = value is Undefined || Signature.IsGiven(given[1]) && Truth.Of(given[1]) && !Truth.Of(value);
        return isMissing ? Signature.IsGiven(given[0]) ? given[0] : "" : value;
    }

    private static BigInteger Length(object? value) =>
        Iteration.Count(value) is { } count ? count : throw new TemplateFault($"A value of type {TypeNames.Of(value)} has no length.");

    private static object? End(IEnumerable<object?> items)
    {
        foreach (var item in items)
            return item;
        return new Undefined("A list without items has neither a first nor a last one");
    }

    private static IEnumerable<object?> Reversed(Budget budget, object? value) => value is not GeneratorValue
        ? Iteration.Of(budget, value).Reverse() : throw new TemplateFault("What a filter gives one by one has no last item; use the filter 'list' first.");

    private static GeneratorValue Pairs(object? value) => value switch
    {
        Undefined => new GeneratorValue([]),
        DictValue dict => new GeneratorValue(DictView.Pairs(dict).Items),
        _ => throw new TemplateFault($"'items' needs a dict, and is given a value of type {TypeNames.Of(value)}."),
    };

    private static object? Sum(Budget budget, object? value, object?[] given)
    {
        var items = Iteration.Of(budget, value);
        if (Signature.IsGiven(given[0]) && given[0] is not null && ItemPath.Of(given[0]) is var path)
            items = items.Select(item => path.Find(item));
        var start = Signature.IsGiven(given[1]) ? given[1] : BigInteger.Zero;
        if (start is string)
            throw new TemplateFault("'sum' adds numbers; use 'join' for texts.");
        return items.Aggregate(start, (sum, item) => budget.Admit(Arithmetic.Apply(budget, "+", sum, item)));
    }
}
