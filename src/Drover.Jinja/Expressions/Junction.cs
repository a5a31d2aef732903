using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a and b</c> or <c>a or b</c>: one of the operands, the second only looked at where the first does not decide.</summary>
internal sealed class Junction(Place place, bool isAnd, Expression left, Expression right) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var first = left.Evaluate(frame);
        return Truth.Of(first) == isAnd ? right.Evaluate(frame) : first;
    }
}
