using Drover.Jinja.Checks;
using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Expressions;

/// <summary><c>a is name(b)</c>.</summary>
internal sealed class CheckApplication(Place place, Expression operand, string name, ArgumentList arguments) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var value = operand.Evaluate(frame);
        var given = arguments.Evaluate(frame);
        frame.Run.Place = Place;
        return CheckTable.Get(name)(frame.Run.Budget, value, given);
    }
}
