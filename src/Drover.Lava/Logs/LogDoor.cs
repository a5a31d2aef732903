using Drover.Lava.Curve;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Logs;

/// <summary>The door of log lines: a PULL socket to which each lava-run sends, served by a thread of its own. There is no answer to a line, so none that was taken may be lost.</summary>
public sealed class LogDoor : IDisposable
{
    private readonly LogThread _thread;

    private LogDoor(LogThread thread) => _thread = thread;

    /// <summary>What is bound, with the port that the system chose where none was given.</summary>
    public string Endpoint => _thread.Endpoint;

    /// <summary>Whether lines are taken: it ends when its thread does, also where nobody has asked for that.</summary>
    public bool IsOpen => !_thread.Ended.IsCompleted;

    /// <summary>What was dropped.</summary>
    public LineDropCounts Dropped => _thread.Dropped;

    /// <summary>Lines that were passed on.</summary>
    public long Lines => _thread.Lines;

    /// <summary>Binds the socket and begins to take lines.</summary>
    /// <param name="context">The context of the guard, when there is one.</param>
    /// <param name="guard">Keys, the same as for the workers' door; null when everything is plain.</param>
    /// <param name="events">The domain.</param>
    /// <param name="clock">Bounds the end.</param>
    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: a setting makes no sense. <c>LAVA_DESCRIPTORS</c>: too many open files.</exception>
    /// <exception cref="ZmqException">The endpoint cannot be bound.</exception>
    public static LogDoor Open(ZmqContext context, LogOptions options, CurveGuard? guard, ILogEvents events, TimeProvider clock, ILoggerFactory loggers)
    {
        options.Validate();
        var log = loggers.CreateLogger(LavaLog.Category);
        var door = new LogDoor(new LogThread(context, options, guard, events, clock, log));
        LavaLog.LogsTaken(log, door.Endpoint);
        return door;
    }

    /// <summary>Takes what is under way, takes no more, and closes.</summary>
    /// <param name="cut">Ends the patience with senders that go on.</param>
    public async Task CloseAsync(CancellationToken cut)
    {
        await using var registration = cut.Register(_thread.Cut);
        _thread.End();
        await _thread.Ended;
    }

    /// <summary>Closes with what has come in so far; <see cref="CloseAsync"/> loses less.</summary>
    public void Dispose()
    {
        _thread.Cut();
        _thread.Dispose();
    }
}
