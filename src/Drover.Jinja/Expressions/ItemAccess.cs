using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a[key]</c>.</summary>
internal sealed class ItemAccess(Place place, Expression owner, Expression key) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var (value, index) = (owner.Evaluate(frame), key.Evaluate(frame));
        frame.Run.Place = Place;
        return Membership.Item(value, index);
    }
}
