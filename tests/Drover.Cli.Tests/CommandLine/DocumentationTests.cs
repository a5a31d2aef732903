namespace Drover.Cli.Tests.CommandLine;

/// <summary>What the documentation tells people to type is understood.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Every_command_of_readme_and_docs_is_understood()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "documentation");
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories))
        {
            foreach (var (place, line) in DocumentedLines.Of(Path.GetRelativePath(folder, path), File.ReadAllText(path)))
            {
                // A line of a synopsis shows what there is, and is not to be typed.
                if (line.Contains("...", StringComparison.Ordinal) || (line.Contains('[', StringComparison.Ordinal) && !line.Contains('\'', StringComparison.Ordinal)))
                    continue;
                foreach (var words in ShellWords.Commands(line))
                {
                    count++;
                    try
                    {
                        DocumentedLines.AssertParses(words);
                    }
                    catch (CliException e)
                    {
                        Assert.Fail($"{place}: {line}\n{e.Message}\n{e.Hint}");
                    }
                }
            }
        }

        Assert.InRange(count, 40, int.MaxValue);
    }
}
