namespace Drover.Cli.Live;

/// <summary>A thread that asks the daemon for a live view. It has a session of its own, so that it can be ended without ending the run.</summary>
internal sealed class Feed : IDisposable
{
    private readonly Session _session;
    private readonly Thread _thread;

    /// <param name="run">The session of the run.</param>
    /// <param name="loop">Gets what goes wrong.</param>
    /// <param name="takeNote">Gets what the feed would tell on standard error.</param>
    /// <param name="work">Runs until it is done or interrupted.</param>
    public Feed(Session run, LiveLoop loop, Action<string> takeNote, Action<Session> work)
        : this(run.Apart(takeNote), loop, work)
    {
    }

    /// <param name="own">The session of the feed, which goes with it.</param>
    /// <param name="loop">Gets what goes wrong.</param>
    /// <param name="work">Runs until it is done or interrupted.</param>
    public Feed(Session own, LiveLoop loop, Action<Session> work)
    {
        _session = own;
        _thread = new Thread(() =>
        {
            try
            {
                work(_session);
            }
            catch (OperationCanceledException) when (_session.Interrupt.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
            catch (Exception e)
            {
                loop.Fail(e);
            }
        })
        { IsBackground = true, Name = "feed" };
        _thread.Start();
    }

    public void Dispose()
    {
        _session.InterruptNow();
        _thread.Join();
        _session.Dispose();
    }
}
