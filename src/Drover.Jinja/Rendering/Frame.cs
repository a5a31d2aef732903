using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary>Where rendering stands: the variables that are seen from there, and where text goes. The variables of a scope end with it.</summary>
internal sealed class Frame
{
    private readonly Frame? _outer;
    private readonly ScopeNames _names;
    private Dictionary<string, object?>? _variables;

    private Frame(RenderRun run, Context context, Output output, ScopeNames names, Frame? outer) =>
        (Run, Context, Output, Stream, _names, _outer) = (run, context, output, outer?.Stream ?? output, names, outer);

    public RenderRun Run { get; }

    public Context Context { get; }

    public Output Output { get; }

    /// <summary>Where the text of the template or block goes, past all sections that gather text.</summary>
    public Output Stream { get; }

    /// <summary>Whether what is set here is seen by blocks and by the templates that this one extends.</summary>
    public bool IsTop { get; private init; }

    /// <summary>The template whose own text is rendered here; null in a block.</summary>
    public ParentSlot? Parent { get; private init; }

    /// <summary>Once a template extends another one, its own text outside of blocks is not printed.</summary>
    public bool IsSilent => Parent is { Template: not null };

    public static Frame OfTemplate(RenderRun run, Context context, Output output, ScopeNames names) =>
        new(run, context, output, names, null) { IsTop = true, Parent = new ParentSlot() };

    public static Frame OfBlock(RenderRun run, Context context, Output output, ScopeNames names) => new(run, context, output, names, null);

    /// <summary>A scope in this one.</summary>
    public Frame Inner(ScopeNames names) => new(Run, Context, Output, names, this) { Parent = Parent };

    /// <summary>A scope in this one whose text is gathered.</summary>
    /// <param name="isAlwaysHeard">Whether its text is wanted even where this template's own text is not printed.</param>
    public Frame Gathering(ScopeNames names, Output output, bool isAlwaysHeard) => new(Run, Context, output, names, this) { Parent = isAlwaysHeard ? null : Parent };

    public object? Lookup(string name)
    {
        for (var frame = this; frame is not null; frame = frame._outer)
        {
            if (frame._variables is { } variables && variables.TryGetValue(name, out var value))
                return value;
            if (frame._names.Hides(name))
                return Undefined.Variable(name);
        }
        return Context.Lookup(name);
    }

    /// <summary>Sets a variable of this scope.</summary>
    public void Set(string name, object? value)
    {
        (_variables ??= [])[name] = value;
        if (IsTop)
            Context.Export(name, value);
    }

    /// <summary>Gives this scope a variable of the engine's own, which is not handed on.</summary>
    public void Bind(string name, object? value) => (_variables ??= [])[name] = value;

    /// <summary>The variables of this scope and those around it.</summary>
    public Dictionary<string, object?> Variables()
    {
        var all = new Dictionary<string, object?>();
        for (var frame = this; frame is not null; frame = frame._outer)
        {
            foreach (var (name, value) in frame._variables ?? [])
            {
                if (value is not (SelfReference or BlockReference))
                    all.TryAdd(name, value);
            }
        }
        return all;
    }
}
