using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;

namespace Drover.ManPages;

/// <summary>A page of the documentation as man(7) has it.</summary>
/// <param name="Name">Name of the program.</param>
/// <param name="Section">Section of the manual.</param>
/// <param name="Text">The page.</param>
internal sealed partial record ManPage(string Name, string Section, string Text)
{
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Name of the file: <c>drover.1</c>.</summary>
    public string FileName => $"{Name}.{Section}";

    /// <summary>Reads a page of Markdown; null when its first line does not say that it is a man page.</summary>
    public static ManPage? Read(string markdown)
    {
        var title = Title().Match(markdown);
        if (!title.Success)
            return null;
        var (name, section) = (title.Groups["name"].Value, title.Groups["section"].Value);
        var roff = new RoffWriter();
        roff.Request("TH", name.ToUpper(CultureInfo.InvariantCulture), section, "", "Drover", "Drover");
        roff.Request("SH", "NAME");
        roff.Line($"{RoffText.Escape(name)} \\- {RoffText.Escape(title.Groups["about"].Value.Trim())}");
        new PageBody(roff).Write(Markdown.Parse(markdown, s_markdown));
        return new ManPage(name, section, roff.ToString());
    }

    [GeneratedRegex(@"\A# (?<name>[a-z][a-z0-9-]*)\((?<section>[1-9])\): (?<about>.+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();
}
