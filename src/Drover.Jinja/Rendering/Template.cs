using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary>A template, parsed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The text that it was parsed from.</param>
/// <param name="Body">What stands outside of blocks.</param>
/// <param name="Blocks">All blocks, also those in others.</param>
internal sealed record Template(string Name, string Source, Body Body, IReadOnlyList<Block> Blocks)
{
    /// <summary>Renders it, and then the template that it extends, in a context that has its blocks.</summary>
    public void Render(RenderRun run, Context context, Output output)
    {
        var frame = Frame.OfTemplate(run, context, output, Body.Names);
        frame.Bind("self", new SelfReference(run, context));
        Body.Render(frame);
        if (frame.Parent?.Template is { } parent)
            run.Enter(() => parent.Render(run, context, output));
    }

    public Place Start => new(Name, 1);
}
