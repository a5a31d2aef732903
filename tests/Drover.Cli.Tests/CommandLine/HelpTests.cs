using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Tests.CommandLine;

public sealed class HelpTests
{
    [Fact]
    public void The_help_fits_a_screen_and_begins_with_examples()
    {
        var lines = CliRun.InProcess(["--help"]).Out.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 10, 23); // The prompt takes the last of 24.
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 79));
        Assert.StartsWith("drover submit ", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_names_every_verb()
    {
        var words = CliRun.InProcess(["help"]).Out.Split([' ', ',', '\n', '|'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var verb in new CommandTree().Root.Subcommands)
            Assert.Contains(verb.Name, words);
    }

    [Fact]
    public void The_reference_names_every_verb_and_every_option()
    {
        var reference = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cli.md"));
        foreach (var command in new CommandTree().Root.Subcommands.SelectMany(c => c.Subcommands.Count > 0 ? [.. c.Subcommands] : new[] { c }))
        {
            var section = Section(reference, command.Parents.First().Name == "drover" ? command.Name : $"{command.Parents.First().Name} {command.Name}");
            Assert.All(command.Options, o => Assert.Contains($"`{o.Name}", section, StringComparison.Ordinal));
            Assert.All(command.Options.SelectMany(o => o.Aliases), a => Assert.Contains($"`{a}", section, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_reference_lists_the_same_exit_codes_as_the_program()
    {
        var reference = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cli.md"));
        var codes = CliRun.InProcess(["help", "exit-codes"]).Out.Split('\n').Skip(1).Select(l => l.Trim().Split(' ')[0]).Where(w => int.TryParse(w, out _)).ToList();
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "14", "130"], codes);
        Assert.All(codes, c => Assert.Contains($"| {c} |", reference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("get", "--help")]
    [InlineData("get", "jobs", "-h")]
    [InlineData("help", "get")]
    public void The_help_of_a_verb_has_synopsis_options_and_examples(params string[] args)
    {
        var result = CliRun.InProcess(args);
        Assert.Equal(0, result.Code);
        Assert.Contains("usage: drover get RESOURCE [options]\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("  -F, --filter EXPR     ", result.Out, StringComparison.Ordinal);
        Assert.Contains("examples:\n  drover get jobs\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_has_help_with_synopsis_and_examples_that_are_right()
    {
        var tree = new CommandTree();
        foreach (var command in tree.Root.Subcommands.SelectMany(c => c.Subcommands.Count > 0 ? [.. c.Subcommands] : new[] { c }))
        {
            string[] path = command.Parents.First() == tree.Root ? [command.Name] : [command.Parents.First().Name, command.Name];
            var result = CliRun.InProcess([.. path, "--help"]);
            Assert.Equal((0, ""), (result.Code, result.Err));
            Assert.StartsWith($"drover {string.Join(' ', path)} - {Language.About(command.Description)}\n\nusage: drover {string.Join(' ', path)}", result.Out, StringComparison.Ordinal);
            Assert.All(command.Options, o => Assert.Contains(o.Name, result.Out, StringComparison.Ordinal));
            Assert.NotEmpty(tree.VerbOf(command)!.Examples);
            Assert.All(tree.VerbOf(command)!.Examples.SelectMany(ShellWords.Commands), line => DocumentedLines.AssertParses(line));
        }
    }

    [Fact]
    public void Choices_of_forms_are_listed_in_the_help()
    {
        var tree = new CommandTree();
        foreach (var option in tree.Root.Subcommands.SelectMany(c => c.Subcommands.Append(c)).SelectMany(c => c.Options).Where(o => o.HelpName == "FORM"))
            Assert.Contains(" or ", Language.About(option.Description), StringComparison.Ordinal);
    }

    private static string Section(string reference, string verb)
    {
        var start = reference.IndexOf($"\n## {verb}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/cli.md has no section '{verb}'");
        var end = reference.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? reference[start..] : reference[start..end];
    }
}
