using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Values that hold others: going through them, counting them, looking into them.</summary>
internal static class Iteration
{
    /// <summary>The items of a value, as Python's <c>for</c> meets them; each one is a step.</summary>
    /// <exception cref="TemplateFault">The value holds no items.</exception>
    public static IEnumerable<object?> Of(Budget budget, object? value) => Counted(budget, Items(value) ?? throw new TemplateFault(
        $"A value of type {TypeNames.Of(value)} cannot be gone through; a list, a dict or a text is needed."));

    public static bool IsPossible(object? value) => value is Undefined or string or ContainerValue or RangeValue or GeneratorValue;

    /// <summary>How many items there are, or null where Python knows no length.</summary>
    public static int? Count(object? value) => value switch
    {
        Undefined => 0,
        string text => CodePoints.Count(text),
        SequenceValue sequence => sequence.Items.Count,
        DictValue dict => dict.Entries.Count,
        DictView view => view.Items.Count,
        RangeValue range => range.Count,
        _ => null,
    };

    /// <summary>Python's <c>in</c>.</summary>
    /// <exception cref="TemplateFault">The right side holds nothing, or the left side cannot be in it.</exception>
    public static bool Contains(Budget budget, object? container, object? item) => (container, item) switch
    {
        (string text, string part) => text.Contains(part, StringComparison.Ordinal),
        (string, Undefined missing) => throw missing.Fault(),
        (string, _) => throw new TemplateFault($"'in' looks for a text in a text, and is given a value of type {TypeNames.Of(item)}."),
        (DictValue dict, _) => dict.TryGet(item, out _),
        (RangeValue range, BigInteger or bool) => range.Numbers.Any(number => Equality.Equal(number, item)),
        _ => Of(budget, container).Any(other => Equality.Equal(item, other)),
    };

    private static IEnumerable<object?>? Items(object? value) => value switch
    {
        Undefined => [],
        string text => CodePoints.Of(text),
        SequenceValue sequence => sequence.Items,
        DictValue dict => dict.Entries.Select(entry => entry.Key),
        DictView view => view.Items,
        RangeValue range => range.Numbers,
        GeneratorValue generator => generator.Rest(),
        _ => null,
    };

    private static IEnumerable<object?> Counted(Budget budget, IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            budget.Step();
            yield return item;
        }
    }
}
