namespace Drover.Acceptance.Running;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record Finished(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>Lines of standard output without blanks at their ends.</summary>
    internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Both outputs: the tools are not of one mind where a message belongs.</summary>
    internal string All => Output + Error;

    internal Finished Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} in place of {exitCode}: {this}");
        return this;
    }

    /// <summary>Words of the row that begins with this word.</summary>
    internal string[] Row(string first) =>
        Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(words => words.FirstOrDefault() == first)
        ?? throw new InvalidOperationException($"No row begins with {first}: {this}");

    public override string ToString() => $"$ {CommandLine}\n{Output}{Error}(exit code {ExitCode})";
}
