using Drover.Jinja.Checks;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>Filters that apply a filter or a test to each item. What is false has none, whatever it is.</summary>
internal static class SelectionFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All =>
    [
        new("map", Map),
        new("select", (budget, value, arguments) => Select(budget, value, arguments, hasAttribute: false, isWanted: true)),
        new("reject", (budget, value, arguments) => Select(budget, value, arguments, hasAttribute: false, isWanted: false)),
        new("selectattr", (budget, value, arguments) => Select(budget, value, arguments, hasAttribute: true, isWanted: true)),
        new("rejectattr", (budget, value, arguments) => Select(budget, value, arguments, hasAttribute: true, isWanted: false)),
    ];

    private static GeneratorValue Map(Budget budget, object? value, Arguments arguments)
    {
        if (arguments.Positional.Count == 0)
        {
            var attribute = arguments.Named.FirstOrDefault(pair => pair.Key == "attribute");
            var otherwise = arguments.Named.FirstOrDefault(pair => pair.Key == "default", new("", Signature.Absent)).Value;
            if (attribute.Key is null || arguments.Named.Any(pair => pair.Key is not ("attribute" or "default")))
                throw new TemplateFault("'map' needs the name of a filter, or 'attribute' and perhaps 'default'.");
            var path = ItemPath.Of(attribute.Value);
            return new GeneratorValue(Items(budget, value).Select(item => path.Find(item, otherwise)));
        }
        var filter = FilterTable.Get(Name(arguments, 0, "map"));
        var rest = new Arguments([.. arguments.Positional.Skip(1)], arguments.Named);
        return new GeneratorValue(Items(budget, value).Select(item => budget.Admit(filter(budget, item, rest))));
    }

    private static GeneratorValue Select(Budget budget, object? value, Arguments arguments, bool hasAttribute, bool isWanted)
    {
        if (hasAttribute && arguments.Positional.Count == 0)
            throw new TemplateFault("'selectattr' and 'rejectattr' need the name of an attribute.");
        var path = hasAttribute ? ItemPath.Of(arguments.Positional[0]) : null;
        var first = hasAttribute ? 1 : 0;
        var check = arguments.Positional.Count > first ? CheckTable.Get(Name(arguments, first, "select")) : (_, item, _) => Truth.Of(item);
        var rest = new Arguments([.. arguments.Positional.Skip(first + 1)], arguments.Named);
        return new GeneratorValue(Items(budget, value).Where(item => check(budget, path is null ? item : path.Find(item), rest) == isWanted));
    }

    private static IEnumerable<object?> Items(Budget budget, object? value) => Truth.Of(value) ? Iteration.Of(budget, value) : [];

    private static string Name(Arguments arguments, int place, string filter) =>
        arguments.Positional[place] as string ?? throw new TemplateFault($"'{filter}' takes the name of a filter or test as a text.");
}
