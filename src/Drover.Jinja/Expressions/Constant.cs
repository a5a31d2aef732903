using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Expressions;

/// <summary>A value that stands in the template.</summary>
internal sealed class Constant(Place place, object? value) : Expression(place)
{
    public object? Value { get; } = value;

    protected override object? Compute(Frame frame) => Value;
}
