using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>[a, b]</c> or <c>(a, b)</c>.</summary>
internal sealed class SequenceDisplay(Place place, IReadOnlyList<Expression> items, bool isTuple) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var values = new object?[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = items[i].Evaluate(frame);
        frame.Run.Place = Place;
        return frame.Run.Budget.Admit(isTuple ? new TupleValue(values) : new ListValue(values));
    }
}
