using System.CommandLine;
using System.CommandLine.Parsing;
using Drover.Cli.Words;

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
        var help = Language.Say("see-help", path);

        if (StrayOption(line) is { } option)
            throw CliException.Usage(Language.Say("usage.option", option, path), Suggest(option, OptionNames(tree, command), help));
        if (command.Subcommands.Count > 0)
            throw MissingVerb(command, line, path);
        if (line.UnmatchedTokens.Count > 0)
            throw CliException.Usage(Language.Say("usage.argument", path, line.UnmatchedTokens[0]), help);

        foreach (var argument in command.Arguments)
        {
            var given = result.GetResult(argument)?.Tokens.Count ?? 0;
            if (given < argument.Arity.MinimumNumberOfValues)
                throw CliException.Usage(Language.Say("usage.needs", path, argument.Name, Language.About(argument.Description)), help);
        }

        foreach (var child in result.Children.OfType<OptionResult>())
        {
            if (child.Tokens.Count < child.Option.Arity.MinimumNumberOfValues && !child.Implicit)
                throw CliException.Usage(Language.Say("usage.value", child.Option.Name, child.Option.HelpName), help);
            if (child.IdentifierTokenCount > 1 && child.Option.Arity.MaximumNumberOfValues <= 1)
                throw CliException.Usage(Language.Say("usage.twice", child.Option.Name, child.IdentifierTokenCount), Language.Say("usage.twice.hint"));
        }

        if (line.Errors.Count > 0)
            throw CliException.Usage(line.Errors[0].Message, help);
    }

    private static CliException MissingVerb(Command command, ParseResult line, string path)
    {
        var names = command.Subcommands.Select(c => c.Name).ToArray();
        if (line.UnmatchedTokens.Count == 0)
            return CliException.Usage(Language.Say("usage.no-verb", path, string.Join(", ", names)), Language.Say("see-help", path));
        var given = line.UnmatchedTokens[0];
        return CliException.Usage(Language.Say("usage.verb", given), path == "drover" && ForeignVerbs.Lead(given) is { } lead ? lead : Suggest(given, names, Language.Say("see-help", path)));
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
        Suggestion.Closest(given, known) is { } close ? Language.Say("usage.meant", close, otherwise) : otherwise;

    private static IEnumerable<string> OptionNames(CommandTree tree, Command command) =>
        tree.OptionsOf(command).Select(o => o.Name);

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;
}
