using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>if</c>, <c>elif</c>, <c>else</c>. It is no scope: what is set in it stays set.</summary>
internal sealed class Condition(Place place, IReadOnlyList<KeyValuePair<Expression, IReadOnlyList<Statement>>> ways, IReadOnlyList<Statement> otherwise) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        foreach (var statement in Way(frame))
            statement.Render(frame);
    }

    private IReadOnlyList<Statement> Way(Frame frame)
    {
        foreach (var (condition, statements) in ways)
        {
            if (Truth.Of(condition.Evaluate(frame)))
                return statements;
        }
        return otherwise;
    }
}
