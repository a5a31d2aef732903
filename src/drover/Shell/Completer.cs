using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Shell;

/// <summary>Says what may stand at the cursor. Asks the daemon for what only it knows; where none answers there is just less to choose from.</summary>
internal sealed class Completer(CommandTree tree, Session session)
{
    /// <summary>Nobody waits longer for a list of words.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Words that begin with what is typed already.</summary>
    /// <param name="words">The words behind the program's name; the last is the one at the cursor, and may be empty.</param>
    public IReadOnlyList<Candidate> Complete(IReadOnlyList<string> words)
    {
        var line = CommandLineSoFar.Read(tree, words);
        session.SocketOption = line.Socket ?? session.SocketOption;
        return [.. Of(line).Where(c => c.IsOrder || c.Text.StartsWith(line.Word, StringComparison.Ordinal)).Select(c => c.IsOrder ? c : c with { Text = line.Before + c.Text })];
    }

    private IEnumerable<Candidate> Of(CommandLineSoFar line)
    {
        if (line.Option is { } option)
            return Values(line, option.HelpName ?? "", option.Name, option.Description ?? "");
        if (line.TakesOptions && line.Word.StartsWith('-'))
            return tree.OptionsOf(line.Command).Select(o => new Candidate(o.Name, Language.About(o.Description)));
        if (line.Command.Subcommands.Count > 0)
            return line.Command.Subcommands.Select(c => new Candidate(c.Name, Language.About(c.Description)));
        return line.Argument is { } argument ? Values(line, argument.Name, option: null, argument.Description ?? "") : [];
    }

    private IEnumerable<Candidate> Values(CommandLineSoFar line, string name, string? option, string description)
    {
        try
        {
            _ = session.LimitTo(s_patience);
            return [.. new ValueSource(tree, session, line).Of(name, option, description)];
        }
        catch (Exception e) when (e is CliException or TimeoutException)
        {
            return []; // No daemon, or one that does not tell: a shell has no place for an error.
        }
    }
}
