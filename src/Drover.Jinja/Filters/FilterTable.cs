using System.Collections.Frozen;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>The filters by name.</summary>
internal static class FilterTable
{
    private static readonly FrozenDictionary<string, Filter> s_filters = TextFilters.All.Concat(NumberFilters.All).Concat(SequenceFilters.All).Concat(OrderFilters.All)
        .Concat(SelectionFilters.All).ToFrozenDictionary();

    // Jinja2 has these too.
    private static readonly FrozenSet<string> s_refused =
        ["attr", "batch", "e", "escape", "filesizeformat", "forceescape", "groupby", "pprint", "random", "safe", "slice", "striptags", "truncate", "urlencode", "urlize", "wordwrap", "xmlattr"];

    /// <summary>Why a filter cannot be used, or null when it can.</summary>
    public static string? WhyNot(string name) =>
        s_filters.ContainsKey(name) ? null
        : s_refused.Contains(name) ? $"The filter '{name}' is not supported in templates here."
        : $"There is no filter '{name}'.";

    /// <exception cref="TemplateFault">There is no such filter.</exception>
    public static Filter Get(string name) => s_filters.TryGetValue(name, out var filter) ? filter : throw new TemplateFault(WhyNot(name)!);

    /// <summary>A filter whose arguments are bound to a signature first.</summary>
    public static KeyValuePair<string, Filter> Of(string name, int required, string[] parameters, Func<Budget, object?, object?[], object?> apply)
    {
        var signature = new Signature(name, required, parameters);
        return new(name, (budget, value, arguments) => apply(budget, value, signature.Bind(arguments)));
    }
}
