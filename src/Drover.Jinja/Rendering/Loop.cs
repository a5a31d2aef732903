using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>for</c>, with its condition and its <c>else</c>. Each turn is a scope of its own.</summary>
internal sealed class Loop(Place place, Target target, Expression items, LoopFilter? filter, Body body, Body otherwise, bool isLoopUsed) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        var value = items.Evaluate(frame);
        frame.Run.Place = Place;
        var turns = Iteration.Of(frame.Run.Budget, value).Where(item => filter is null || filter.Holds(frame, target, item)).ToList();
        var state = new LoopState(turns);
        for (var i = 0; i < turns.Count; i++)
        {
            var inner = frame.Inner(body.Names);
            state.Index = i;
            if (isLoopUsed)
                inner.Bind("loop", state);
            target.Set(inner, turns[i]);
            body.Render(inner);
        }
        if (turns.Count == 0)
            otherwise.Render(frame.Inner(otherwise.Names));
    }
}
