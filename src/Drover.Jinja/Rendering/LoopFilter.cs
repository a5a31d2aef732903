using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary>The condition of a loop: which items have a turn.</summary>
internal sealed record LoopFilter(Expression Condition, ScopeNames Names)
{
    public bool Holds(Frame frame, Target target, object? item)
    {
        var inner = frame.Inner(Names);
        target.Set(inner, item);
        return Truth.Of(Condition.Evaluate(inner));
    }
}
