using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>-a</c> or <c>+a</c>.</summary>
internal sealed class Signed(Place place, bool isMinus, Expression operand) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var value = operand.Evaluate(frame);
        frame.Run.Place = Place;
        return Arithmetic.Sign(isMinus, value);
    }
}
