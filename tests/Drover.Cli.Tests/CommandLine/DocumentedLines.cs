using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.CommandLine;

/// <summary>Command lines of the documentation, read from its Markdown.</summary>
internal static class DocumentedLines
{
    private static readonly ParserConfiguration s_parsing = new() { EnablePosixBundling = true, ResponseFileTokenReplacer = null };

    /// <summary>Lines of code blocks, with the page and the number of each; lines that end with a backslash are joined.</summary>
    public static IEnumerable<(string Place, string Line)> Of(string page, string markdown)
    {
        var (isFenced, number, before) = (false, 0, "");
        foreach (var raw in markdown.Split('\n'))
        {
            number++;
            if (raw.TrimStart().StartsWith("```", StringComparison.Ordinal))
                isFenced = !isFenced;
            else if (isFenced || raw.StartsWith("    ", StringComparison.Ordinal))
            {
                var line = before + raw.Trim();
                if (line.StartsWith("$ ", StringComparison.Ordinal))
                    line = line[2..];
                before = line.EndsWith('\\') ? line[..^1] : "";
                if (before.Length == 0)
                    yield return ($"{page}:{number}", line);
            }
        }
    }

    /// <summary>What the line asks for is understood; it is not done.</summary>
    public static void AssertParses(string[] words)
    {
        var tree = new CommandTree();
        var line = tree.Root.Parse(ShortWords.Expand(tree, words, Screen.Hidden(static _ => { })), s_parsing);
        if (!line.GetValue(tree.Help) && !line.GetValue(tree.Version) && words.Length > 0)
            UsageCheck.ThrowIfWrong(tree, line);
    }
}
