using Drover.Jinja.Methods;
using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a ~ b ~ c</c>: all printed, one after the other.</summary>
internal sealed class Concatenation(Place place, IReadOnlyList<Expression> parts) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var texts = parts.Select(part => Printing.Text(part.Evaluate(frame))).ToList();
        frame.Run.Place = Place;
        return TextMethods.Joined(frame.Run.Budget, "", texts);
    }
}
