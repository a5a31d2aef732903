using System.Collections.Concurrent;
using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary>Requests that keys ask for, one after the other beside the loop: a daemon that hangs must not hold up the keys.</summary>
internal sealed class Errands : IDisposable
{
    private readonly BlockingCollection<Action<Session>> _errands = [];
    private readonly LiveLoop _loop;
    private readonly Feed _feed;

    public Errands(Session session, LiveLoop loop)
    {
        _loop = loop;
        _feed = new Feed(session, loop, static _ => { }, feed =>
        {
            foreach (var errand in _errands.GetConsumingEnumerable(feed.Interrupt))
                errand(feed);
        });
    }

    /// <summary>Asks the daemon; the answer, or what it refused, comes to <paramref name="told"/> on the thread of the loop.</summary>
    public void Run(Func<Session, string> ask, Action<string> told) => Run(ask, told, static e => Printable.Line($"{e.Code}: {e.Message}"));

    /// <summary>The same for any answer.</summary>
    public void Run<T>(Func<Session, T> ask, Action<T> told, Func<CliException, T> refused) => _errands.Add(session =>
    {
        T answer;
        try
        {
            answer = ask(session);
        }
        catch (CliException e)
        {
            answer = refused(e);
        }

        _loop.PostAtOnce(() => told(answer));
    });

    public void Dispose()
    {
        _feed.Dispose();
        _errands.Dispose();
    }
}
