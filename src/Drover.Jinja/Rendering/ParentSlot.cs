namespace Drover.Jinja.Rendering;

/// <summary>Takes the template that another one extends, when its <c>extends</c> is met.</summary>
internal sealed class ParentSlot
{
    public Template? Template { get; private set; }

    /// <exception cref="TemplateFault">There is one already.</exception>
    public void Take(Template template) => Template = Template is null ? template : throw new TemplateFault("A template can extend one other only.");
}
