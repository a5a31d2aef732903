using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary><c>drover top</c>: the status and the jobs, live on the full screen.</summary>
internal sealed class TopVerb() : Verb("top", "show the fleet and its jobs live, with keys to act on them")
{
    public override IReadOnlyList<string> Examples => ["drover top"];

    public override int Run(ParseResult line, Session session)
    {
        if (!session.Screen.CanDraw || !session.Screen.InIsTerminal)
            throw CliException.Usage("'drover top' needs a terminal for its screen and its keys", "'drover status' and 'drover get jobs' print the same for a file or a pipe");
        // Who has no daemon hears so before the screen changes.
        session.Door.Get("/v1/version").Dispose();
        session.BeginFollowing();
        using var loop = new LiveLoop(session);
        var screen = new FullScreen(session.Screen);
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

    private static void Show(Session session, LiveLoop loop, FullScreen screen)
    {
        using var errands = new Errands(session, loop);
        var view = new TopView(new DaemonActions(session, loop, errands));
        using var picture = new Feed(session, loop, static _ => { }, feed => new FleetChanges(feed)
        {
            Signals = "all",
            Away = error => loop.Post(() => view.Away = Printable.Line(error.Message)),
        }.Follow(() =>
        {
            var now = TopPicture.Read(feed);
            loop.Post(() => (view.Picture, view.Away) = (now, null));
        }));
        using var keys = new KeyReader(key => loop.Post(() => view.Press(key)), () => loop.Post(() => view.IsOver = true));
        try
        {
            loop.Run(view, screen);
        }
        finally
        {
            view.Close();
        }
    }
}
