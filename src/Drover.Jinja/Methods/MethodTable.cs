using System.Collections.Frozen;
using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>The methods that values have, by type and name.</summary>
internal static class MethodTable
{
    // What Python's values can do besides. Calling one is refused by name instead of printing nothing.
    private static readonly FrozenSet<string> s_refused =
    [
        "str.encode", "str.expandtabs", "str.format_map", "str.isascii", "str.isidentifier", "str.isprintable", "str.maketrans", "str.translate",
        "list.append", "list.clear", "list.extend", "list.insert", "list.pop", "list.remove", "list.reverse", "list.sort",
        "dict.clear", "dict.fromkeys", "dict.pop", "dict.popitem", "dict.setdefault", "dict.update",
    ];

    /// <summary>The method of a value, bound to it; null when its type has none of that name.</summary>
    public static FunctionValue? Find(object? value, string name)
    {
        Func<Budget, Arguments, object?>? call = value switch
        {
            string text when TextMethods.Find(name) is { } method => (budget, arguments) => method(budget, text, arguments),
            SequenceValue sequence when SequenceMethods.Find(name) is { } method => (budget, arguments) => method(budget, sequence, arguments),
            DictValue dict when DictMethods.Find(name) is { } method => (budget, arguments) => method(budget, dict, arguments),
            _ => null,
        };
        var typeName = TypeNames.Of(value);
        if (call is null && s_refused.Contains($"{typeName}.{name}"))
            call = (_, _) => throw new TemplateFault(value is string
                ? $"The method '{name}' of texts is not supported in templates here."
                : $"The method '{name}' is not supported in templates here: values do not change, so make a new one, such as with '+'.");
        return call is null ? null : new FunctionValue($"{name} of {typeName} object", "built-in method", call);
    }
}
