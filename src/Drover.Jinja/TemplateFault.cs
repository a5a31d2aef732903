namespace Drover.Jinja;

/// <summary>What is wrong, said by a piece that does not know where in the template it is at work; becomes a <see cref="TemplateException"/>.</summary>
internal sealed class TemplateFault(string reason) : Exception(reason);
