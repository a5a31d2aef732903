namespace Drover.Jinja.Rendering;

/// <summary>A part of a template that those who extend it can replace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Body">What it renders.</param>
/// <param name="IsRequired">Whether those who extend the template must replace it.</param>
internal sealed record Block(string Name, Body Body, bool IsRequired)
{
    /// <summary>Renders the block of that name.</summary>
    /// <param name="depth">0 for the one that replaces all others, and so on.</param>
    /// <exception cref="TemplateFault">It was to be replaced and was not.</exception>
    public static void Render(RenderRun run, Context context, string name, int depth, Output output)
    {
        var block = context.Find(name, depth) ?? throw new TemplateFault($"There is no block '{name}'.");
        if (block.IsRequired)
            throw new TemplateFault($"The block '{name}' must be given by a template that extends this one.");
        run.Enter(() =>
        {
            // A block sees the variables of the template, not those of the block or loop that it stands in.
            var frame = Frame.OfBlock(run, context, output, block.Body.Names);
            frame.Bind("self", new SelfReference(run, context));
            frame.Bind("super", context.Find(name, depth + 1) is null
                ? new Values.Undefined($"The block '{name}' replaces none, so there is no 'super()'")
                : new BlockReference(run, context, name, depth + 1));
            block.Body.Render(frame);
        });
    }
}
