using System.Runtime.CompilerServices;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary>A piece of a template that does something when it is rendered.</summary>
internal abstract class Statement(Place place)
{
    public Place Place { get; } = place;

    public void Render(Frame frame)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Do(frame);
    }

    protected abstract void Do(Frame frame);
}
