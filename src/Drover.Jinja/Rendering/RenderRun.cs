using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary>One rendering: what it has taken, and where it is.</summary>
internal sealed class RenderRun(RenderLimits limits, Func<string, Template?> find, Place start)
{
    private int _depth;

    public Budget Budget { get; } = new(limits);

    /// <summary>The last place where something could go wrong.</summary>
    public Place Place { get; set; } = start;

    public Output NewOutput() => new(limits.MostOutput);

    /// <summary>A template by its name, or null.</summary>
    public Template? Find(string name) => find(name);

    /// <summary>Goes into a block, or into another template.</summary>
    public void Enter(Action inside)
    {
        if (_depth == limits.DeepestCall)
            throw new TemplateFault($"Templates and blocks stand more than {limits.DeepestCall} deep in one another.");
        Budget.Step();
        _depth++;
        inside();
        _depth--;
    }
}
