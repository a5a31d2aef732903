using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>not a</c>.</summary>
internal sealed class Negation(Place place, Expression operand) : Expression(place)
{
    protected override object? Compute(Frame frame) => !Truth.Of(operand.Evaluate(frame));
}
