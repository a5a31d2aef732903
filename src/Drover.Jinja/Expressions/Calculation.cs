using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary>Two operands with one of <c>+ - * / // % **</c> between them.</summary>
internal sealed class Calculation(Place place, string @operator, Expression left, Expression right) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var (a, b) = (left.Evaluate(frame), right.Evaluate(frame));
        frame.Run.Place = Place;
        return frame.Run.Budget.Admit(Arithmetic.Apply(frame.Run.Budget, @operator, a, b));
    }
}
