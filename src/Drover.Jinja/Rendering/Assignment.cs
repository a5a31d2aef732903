using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary><c>{% set a = b %}</c>.</summary>
internal sealed class Assignment(Place place, Target target, Expression value) : Statement(place)
{
    protected override void Do(Frame frame) => target.Set(frame, value.Evaluate(frame));
}
