namespace Drover.Jinja.Syntax;

/// <summary>A line of a template, for messages.</summary>
internal sealed record Place(string Template, int Line)
{
    public TemplateException Fault(string reason) => new(Template, Line, reason);
}
