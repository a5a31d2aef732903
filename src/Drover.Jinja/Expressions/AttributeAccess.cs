using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a.name</c>.</summary>
internal sealed class AttributeAccess(Place place, Expression owner, string name) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var value = owner.Evaluate(frame);
        frame.Run.Place = Place;
        // The methods of a text go through all of it.
        frame.Run.Budget.Look(value as string);
        return Membership.Attribute(value, name);
    }
}
