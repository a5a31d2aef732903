using System.Runtime.CompilerServices;
using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Expressions;

/// <summary>Something that has a value.</summary>
/// <param name="place">Where it stands.</param>
internal abstract class Expression(Place place)
{
    public Place Place { get; } = place;

    /// <exception cref="TemplateFault">It has none; the frame's run knows where that came up.</exception>
    public object? Evaluate(Frame frame)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Compute(frame);
    }

    protected abstract object? Compute(Frame frame);
}
