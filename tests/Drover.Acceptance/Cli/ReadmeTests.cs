using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>The commands of the README, pasted as they stand.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void The_first_hour_can_be_pasted()
    {
        var pasted = $"""
            set -e
            trap 'bin/drover shutdown >/dev/null 2>&1 || true' EXIT
            {Block("make build")}
            {Block("/tmp/d/cltab")}
            """
            .Replace("make build", "true", StringComparison.Ordinal)
            .Replace("http.server 8000", "http.server 0", StringComparison.Ordinal)
            .Replace("/tmp/d/", _sandbox.At("d") + "/", StringComparison.Ordinal);
        var hour = Command.Run("bash", ["-c", Built().Replace(pasted, Path.GetDirectoryName(Programs.Client) + "/")]).Expect(0);
        foreach (var line in (string[])["The daemon is ready", "Job 1 submitted", "Job 1 success", "Job 3 waits", "job 2 holds", "web/httpd"])
            Assert.True(hour.Output.Contains(line, StringComparison.Ordinal), $"'{line}' is missing: {hour}");
    }

    /// <summary>The block of shell that holds some text.</summary>
    private static string Block(string text) =>
        Assert.Single(
            Shell().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"))).Select(block => block.Groups["lines"].Value),
            block => block.Contains(text, StringComparison.Ordinal));

    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex(@"(?<![\w/])bin/")]
    private static partial Regex Built();
}
