using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Expressions;

/// <summary>A name.</summary>
internal sealed class Variable(Place place, string name) : Expression(place)
{
    public string Name { get; } = name;

    protected override object? Compute(Frame frame) => frame.Lookup(Name);
}
