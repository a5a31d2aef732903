namespace Drover.Jinja;

/// <summary>A template cannot be rendered, and its author can mend it: where, and what is wrong there.</summary>
public sealed class TemplateException : Exception
{
    /// <param name="template">Name of the template, as the loader knows it.</param>
    /// <param name="line">Line in it, from 1.</param>
    /// <param name="reason">One sentence.</param>
    public TemplateException(string template, int line, string reason) : base($"{template}, line {line}: {reason}")
    {
        Template = template;
        Line = line;
        Reason = reason;
    }

    /// <summary>Name of the template.</summary>
    public string Template { get; }

    /// <summary>Line of the template, from 1.</summary>
    public int Line { get; }

    /// <summary>What is wrong there, in one sentence.</summary>
    public string Reason { get; }
}
