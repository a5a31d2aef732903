using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>self.name</c> or <c>super</c>: called, it gives the text of a block.</summary>
internal sealed class BlockReference(RenderRun run, Context context, string name, int depth) : IMembers, ICallable
{
    public string TypeName => "BlockReference";

    public string Text => "<BlockReference object>";

    public bool TryMember(string member, out object? value)
    {
        value = context.Find(name, depth + 1) is null ? new Undefined($"The block '{name}' has no more blocks that it replaces") : new BlockReference(run, context, name, depth + 1);
        return member == "super";
    }

    public object? Call(Budget budget, Arguments arguments)
    {
        if (arguments.Positional.Count + arguments.Named.Count > 0)
            throw new TemplateFault($"The block '{name}' takes no arguments.");
        var output = run.NewOutput();
        Block.Render(run, context, name, depth, output);
        return output.ToString();
    }
}
