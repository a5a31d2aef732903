namespace Drover.Jinja.Values;

/// <summary>Python's <c>start:stop:step</c> between brackets.</summary>
internal sealed class Slice(object? start, object? stop, object? step)
{
    /// <summary>The part of a text, list, tuple or range.</summary>
    /// <exception cref="TemplateFault">The value has no parts, or a bound is no whole number.</exception>
    public object? Of(object? value) => value switch
    {
        string text => string.Concat(Part(CodePoints.Of(text)).Cast<string>()),
        SequenceValue sequence => sequence.Like([.. Part(sequence.Items)]),
        RangeValue range => new ListValue([.. Part([.. range.Numbers])]),
        Undefined missing => throw missing.Fault(),
        _ => throw new TemplateFault($"A value of type {TypeNames.Of(value)} has no parts; a list or a text has."),
    };

    private IEnumerable<object?> Part(IReadOnlyList<object?> items)
    {
        var by = step is null ? 1 : Numbers.Index(step, "The step of a part");
        if (by == 0)
            throw new TemplateFault("The step of a part must not be zero.");
        // A bound counts from the end when it is negative, and is held within the items.
        int Bound(object? bound, int otherwise)
        {
            if (bound is null)
                return otherwise;
            _ = Numbers.TryWhole(bound, out var whole) ? 0 : Numbers.Index(bound, "The bound of a part");
            if (whole.Sign < 0)
                whole += items.Count;
            var (least, most) = by > 0 ? (0, items.Count) : (-1, items.Count - 1);
            return whole < least ? least : whole > most ? most : (int)whole;
        }
        var (first, end) = by > 0 ? (Bound(start, 0), Bound(stop, items.Count)) : (Bound(start, items.Count - 1), Bound(stop, -1));
        for (long i = first; by > 0 ? i < end : i > end; i += by)
            yield return items[(int)i];
    }
}
