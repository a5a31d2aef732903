using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>{{ a }}</c>. Where nothing is printed, nothing is evaluated.</summary>
internal sealed class ExpressionOutput(Place place, Expression expression) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        if (frame.IsSilent)
            return;
        var value = expression.Evaluate(frame);
        frame.Run.Place = Place;
        frame.Output.Write(Printing.Text(value));
    }
}
