using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>{a: b, c: d}</c>.</summary>
internal sealed class DictDisplay(Place place, IReadOnlyList<KeyValuePair<Expression, Expression>> entries) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var values = entries.Select(entry => new KeyValuePair<object?, object?>(entry.Key.Evaluate(frame), entry.Value.Evaluate(frame))).ToList();
        frame.Run.Place = Place;
        return frame.Run.Budget.Admit(new DictValue(values));
    }
}
