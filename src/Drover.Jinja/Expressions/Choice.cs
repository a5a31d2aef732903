using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a if b else c</c>; without the last it is undefined.</summary>
internal sealed class Choice(Place place, Expression condition, Expression value, Expression? otherwise) : Expression(place)
{
    protected override object? Compute(Frame frame) =>
        Truth.Of(condition.Evaluate(frame)) ? value.Evaluate(frame)
        : otherwise is not null ? otherwise.Evaluate(frame)
        : new Undefined("The condition of an 'if' within an expression does not hold, and there is no 'else'");
}
