using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>A verb that shows the fleet live on the full screen.</summary>
internal abstract class FullScreenVerb(string name, string about) : Verb(name, about)
{
    public override bool NeedsTerminal => true;

    /// <summary>The command lines of before; null where the screen has no command line.</summary>
    protected abstract CommandHistory? History(Session session);

    public override int Run(ParseResult line, Session session)
    {
        if (!session.Screen.CanDraw || !session.Screen.InIsTerminal)
            throw CliException.Usage(Language.Say("top.no-terminal", Command.Name), Language.Say("top.no-terminal.hint"));
        // Who has no daemon hears so before the screen changes.
        session.Door.Get("/v1/version").Dispose();
        session.BeginFollowing();
        using var loop = new LiveLoop(session);
        var screen = new FullScreen(session.Screen, () => loop.Post(static () => { }));
        try
        {
            Show(session, loop, screen);
        }
        catch
        {
            // Not by 'using': an error that nobody catches ends the process before that.
            screen.Dispose();
            throw;
        }

        screen.Dispose();
        return ExitCode.Ok;
    }

    private void Show(Session session, LiveLoop loop, FullScreen screen)
    {
        using var errands = new Errands(session, loop);
        var tables = new FleetTables();
        TopView? view = null;
        view = new TopView(
            new DaemonActions(session, loop, errands, () => errands.Run<TopPicture?>(run => TopPicture.Read(run, tables, view!.Wants), now => Take(view!, now), static _ => null)),
            History(session));
        session.TakesInterrupt = () =>
        {
            if (!view.IsBusy)
                return false;
            loop.PostAtOnce(view.DropInput);
            return true;
        };
        using var picture = new Feed(session, loop, static _ => { }, feed => new FleetChanges(feed)
        {
            Signals = "all",
            Away = error => loop.Post(() => view.Away = Printable.Line(error.Message)),
        }.Follow(() =>
        {
            var now = TopPicture.Read(feed, tables, view.Wants);
            loop.Post(() => Take(view, now));
        }));
        using var keys = new KeyReader(key => loop.PostAtOnce(() => Press(key, view, screen)), () => loop.Post(() => view.IsOver = true));
        try
        {
            loop.Run(view, screen);
        }
        finally
        {
            session.TakesInterrupt = null;
            view.Close();
        }
    }

    /// <summary>Where the daemon could not be asked, who follows its changes says so.</summary>
    private static void Take(TopView view, TopPicture? picture)
    {
        if (picture is not null)
            (view.Picture, view.Away) = (picture, null);
    }

    private static void Press(Key key, TopView view, FullScreen screen)
    {
        if (key.Text == "^l")
            screen.Redraw();
        else
            view.Press(key);
    }
}
