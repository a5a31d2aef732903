using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary><c>{% with a = b %}...{% endwith %}</c>: a scope of its own. The values are those of outside.</summary>
internal sealed class WithSection(Place place, IReadOnlyList<KeyValuePair<Target, Expression>> variables, Body body) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        var values = variables.Select(variable => variable.Value.Evaluate(frame)).ToList();
        var inner = frame.Inner(body.Names);
        for (var i = 0; i < values.Count; i++)
            variables[i].Key.Set(inner, values[i]);
        body.Render(inner);
    }
}
