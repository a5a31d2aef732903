using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>start:stop:step</c> between brackets; each may be missing.</summary>
internal sealed class SliceDisplay(Place place, Expression? start, Expression? stop, Expression? step) : Expression(place)
{
    protected override object? Compute(Frame frame) => new Slice(start?.Evaluate(frame), stop?.Evaluate(frame), step?.Evaluate(frame));
}
