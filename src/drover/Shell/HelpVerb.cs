using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Shell;

/// <summary><c>drover help</c>: of all, of a verb, or of the exit codes.</summary>
internal sealed class HelpVerb : Verb
{
    private readonly CommandTree _tree;
    private readonly Argument<string[]> _topic;

    public HelpVerb(CommandTree tree)
        : base("help", "verb.help")
    {
        _tree = tree;
        _topic = Several("TOPIC", "argument.topic", atLeastOne: false);
    }

    public override IReadOnlyList<string> Examples => ["drover help get", "drover help exit-codes"];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        var topic = line.GetValue(_topic) ?? [];
        if (topic is ["exit-codes"])
        {
            session.Screen.Out.WriteLine(ExitCode.Help);
            return ExitCode.Ok;
        }

        var command = _tree.Root;
        foreach (var word in topic)
        {
            var match = _tree.Find(command, word);
            if (match.Fit == WordFit.Ambiguous)
                throw ShortWords.Ambiguous(word, match.Candidates);
            command = match.Only
                ?? throw CliException.Usage(Language.Say("help.none", word),
                    Suggestion.Closest(word, command.Subcommands.Select(c => c.Name).Append("exit-codes")) is { } close ? Language.Say("meant", close) : Language.Say("help.none.hint"));
        }

        session.Screen.Out.Write(HelpText.Of(_tree, command));
        return ExitCode.Ok;
    }
}
