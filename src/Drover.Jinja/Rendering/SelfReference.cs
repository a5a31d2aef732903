using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>self</c>: its attributes are the blocks.</summary>
internal sealed class SelfReference(RenderRun run, Context context) : IMembers
{
    public string TypeName => "TemplateReference";

    public string Text => "<TemplateReference>";

    public bool TryMember(string name, out object? value)
    {
        value = context.Find(name, 0) is null ? null : new BlockReference(run, context, name, 0);
        return value is not null;
    }
}
