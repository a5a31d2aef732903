using Drover.Cli.CommandLine;
using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>Runs what would be a run of its own within this one: what it prints goes to a pane.</summary>
internal static class VerbRun
{
    /// <summary>What is printed comes on the thread of the loop.</summary>
    /// <param name="run">Does it; returns the exit code.</param>
    public static TextPane Begin(Session session, LiveLoop loop, string title, Func<Session, int> run)
    {
        TextPane? pane = null;
        var output = new PaneOutput(text => loop.Post(() => pane!.Add(Printable.Lines(text))));
        var own = session.On(Screen.Pane(output, WindowSize.Get().Columns));
        return pane = new TextPane(title)
        {
            Grows = true,
            Source = new Feed(own, loop, apart =>
            {
                var code = Run(apart, run);
                apart.Screen.Flush();
                output.End();
                var words = code == ExitCode.Ok ? Language.Say("top.done") : Language.Say("top.ended", code);
                loop.Post(() => pane!.Add(words));
            }),
        };
    }

    /// <summary>Runs a command line, unless it wants the terminal for itself.</summary>
    public static int Words(Session session, IReadOnlyList<string> words)
    {
        var tree = new CommandTree();
        var command = tree.Root;
        foreach (var word in words)
        {
            if (tree.Find(command, word).Only is not { } next)
                break;
            command = next;
        }

        if (tree.VerbOf(command)?.NeedsTerminal == true)
            throw CliException.Usage(Language.Say("top.needs-terminal", command.Name), Language.Say("top.needs-terminal.hint"));
        return App.Run(words, session);
    }

    private static int Run(Session session, Func<Session, int> run)
    {
        try
        {
            return run(session);
        }
        catch (CliException e)
        {
            ErrorPrinter.Print(session.Screen, e);
            return e.ExitCode;
        }
    }
}
