using Microsoft.Extensions.Logging;

namespace Drover.Lava.Zmq;

/// <summary>
/// A thread that owns sockets, sleeps in one poll over them and a wake-up, and does what is there to do. The sockets are made and bound by whoever opens
/// the door, so that he hears what is wrong, and belong to the thread from its start to its end.
/// </summary>
internal abstract class SocketThread : IDisposable
{
    private readonly Thread _thread;
    private readonly WakeUp _wakeUp = new();
    private readonly int _called;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ending;

    protected SocketThread(string name, ILogger log)
    {
        Log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _called = Poller.Add(_wakeUp.Descriptor);
    }

    /// <summary>Completes when the thread has ended and its sockets are closed.</summary>
    public Task Ended => _ended.Task;

    protected ILogger Log { get; }

    protected ZmqPoller Poller { get; } = new();

    protected bool IsEnding => _ending;

    /// <summary>Lets the thread come to its end; it does not wait for that.</summary>
    public void End()
    {
        _ending = true;
        Wake();
    }

    /// <summary>Ends the thread and waits for that.</summary>
    public void Dispose()
    {
        End();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            CloseAll();
        else if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    protected void Start() => _thread.Start();

    protected void Wake() => _wakeUp.Call();

    /// <summary>Waits until something comes, or the time is over.</summary>
    /// <param name="milliseconds">Longest wait; -1 for ever.</param>
    /// <param name="mayWait">Asked when callers already wake the thread: whether there is nothing that they have left meanwhile.</param>
    /// <returns>False when nothing came.</returns>
    protected bool Wait(int milliseconds, Func<bool> mayWait)
    {
        _wakeUp.Arm();
        var came = Poller.Wait(mayWait() ? milliseconds : 0);
        _wakeUp.Disarm(Poller.IsReady(_called));
        return came;
    }

    /// <summary>One turn: takes and gives what can be, up to some bound.</summary>
    /// <returns>Whether there may be more, so that the thread must not sleep.</returns>
    protected abstract bool Work();

    /// <summary>Whether nothing waits that only this thread's callers know of; asked once more before it sleeps.</summary>
    protected abstract bool MaySleep();

    /// <summary>The last thing before the sockets are closed.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Closes the sockets.</summary>
    protected abstract void Close();

    private void Run()
    {
        Func<bool> maySleep = () => MaySleep() && !_ending;
        try
        {
            while (!_ending)
                if (!Work())
                    Wait(-1, maySleep);
            Finish();
        }
        catch (ZmqException problem)
        {
            // Nothing that libzmq refuses here is a peer's doing: its memory or its descriptors are gone.
            LavaLog.ThreadEnded(Log, _thread.Name!, problem.Message);
        }
        finally
        {
            CloseAll();
        }
    }

    private void CloseAll()
    {
        Close();
        _wakeUp.Dispose();
        _ended.TrySetResult();
    }
}
