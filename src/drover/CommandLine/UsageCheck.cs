using System.CommandLine;
using System.CommandLine.Parsing;

namespace Drover.Cli.CommandLine;

/// <summary>
/// Says what is wrong with a command line: by name, and with a suggestion. The library alone would take a mistyped option
/// for one more argument, and does not name the argument that is missing.
/// </summary>
internal static class UsageCheck
{
    public static void ThrowIfWrong(CommandTree tree, ParseResult line)
    {
        var result = line.CommandResult;
        var command = result.Command;
        var path = PathOf(result);
        var help = $"see '{path} --help'";

        if (StrayOption(line) is { } option)
            throw CliException.Usage($"unknown option '{option}' of '{path}'", Suggest(option, OptionNames(tree, command), help));
        if (command.Subcommands.Count > 0)
            throw MissingVerb(command, line, path);
        if (line.UnmatchedTokens.Count > 0)
            throw CliException.Usage($"'{path}' does not take the argument '{line.UnmatchedTokens[0]}'", help);

        foreach (var argument in command.Arguments)
        {
            var given = result.GetResult(argument)?.Tokens.Count ?? 0;
            if (given < argument.Arity.MinimumNumberOfValues)
                throw CliException.Usage($"'{path}' needs {argument.Name}: {argument.Description}", help);
        }

        foreach (var child in result.Children.OfType<OptionResult>())
        {
            if (child.Tokens.Count < child.Option.Arity.MinimumNumberOfValues && !child.Implicit)
                throw CliException.Usage($"option '{child.Option.Name}' needs a value: {child.Option.HelpName}", help);
            if (child.IdentifierTokenCount > 1 && child.Option.Arity.MaximumNumberOfValues <= 1)
                throw CliException.Usage($"option '{child.Option.Name}' is given {child.IdentifierTokenCount} times", "give it once");
        }

        if (line.Errors.Count > 0)
            throw CliException.Usage(line.Errors[0].Message, help);
    }

    private static CliException MissingVerb(Command command, ParseResult line, string path)
    {
        var names = command.Subcommands.Select(c => c.Name).ToArray();
        if (line.UnmatchedTokens.Count == 0)
            return CliException.Usage($"'{path}' needs a verb: {string.Join(", ", names)}", $"see '{path} --help'");
        var given = line.UnmatchedTokens[0];
        return CliException.Usage($"unknown verb '{given}'", path == "drover" && ForeignVerbs.Lead(given) is { } lead ? lead : Suggest(given, names, $"see '{path} --help'"));
    }

    /// <summary>An argument that looks like an option and stands before <c>--</c>; negative numbers are arguments.</summary>
    private static string? StrayOption(ParseResult line)
    {
        foreach (var token in line.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
                return null;
            if (token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-' && !char.IsAsciiDigit(token.Value[1]) && !IsValueOfOption(line, token))
                return token.Value.Split('=')[0];
        }

        return null;
    }

    private static bool IsValueOfOption(ParseResult line, Token token) =>
        line.CommandResult.Children.OfType<OptionResult>().Any(o => o.Tokens.Any(t => ReferenceEquals(t, token)));

    private static string Suggest(string given, IEnumerable<string> known, string otherwise) =>
        Suggestion.Closest(given, known) is { } close ? $"did you mean '{close}'? Otherwise {otherwise}" : otherwise;

    private static IEnumerable<string> OptionNames(CommandTree tree, Command command) =>
        tree.OptionsOf(command).Select(o => o.Name);

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;
}
