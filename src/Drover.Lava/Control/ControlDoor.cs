using Drover.Lava.Curve;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Control;

/// <summary>
/// The door of LAVA's workers: protocol 3 on a ROUTER socket, served by a thread of its own. It answers PING and HELLO by itself and keeps in
/// <see cref="Workers"/> who was heard when, so that the domain hears only of what changes something.
/// </summary>
public sealed class ControlDoor : IDisposable
{
    private readonly ControlThread _thread;

    private ControlDoor(ControlThread thread) => _thread = thread;

    /// <summary>What is bound, with the port that the system chose where none was given.</summary>
    public string Endpoint => _thread.Endpoint;

    /// <summary>Who has spoken, and when.</summary>
    public WorkerTable Workers => _thread.Workers;

    /// <summary>What was dropped, both ways.</summary>
    public DropCounts Dropped => _thread.Dropped;

    /// <summary>Messages that came in, also those that were dropped.</summary>
    public long Received => _thread.Received;

    /// <summary>Binds the socket and begins to serve workers.</summary>
    /// <param name="context">The context of the guard, when there is one.</param>
    /// <param name="guard">Keys; null when everything is plain.</param>
    /// <param name="events">The domain.</param>
    /// <param name="clock">Its time stamps are those of <see cref="Workers"/>.</param>
    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: a setting makes no sense. <c>LAVA_DESCRIPTORS</c>: too many open files.</exception>
    /// <exception cref="ZmqException">The endpoint cannot be bound.</exception>
    public static ControlDoor Open(ZmqContext context, ControlOptions options, CurveGuard? guard, IWorkerEvents events, TimeProvider clock, ILoggerFactory loggers)
    {
        options.Validate();
        var log = loggers.CreateLogger(LavaLog.Category);
        var door = new ControlDoor(new ControlThread(context, options, guard, events, clock, log));
        LavaLog.WorkersServed(log, door.Endpoint);
        return door;
    }

    /// <summary>Sends a message, soon. From any thread; it does not wait. That it arrives is not promised: workers are away, and the domain sends again what is not answered.</summary>
    /// <returns>False when it was dropped because too much waits already.</returns>
    public bool Send(string worker, MasterMessage message) => _thread.Send(worker, message);

    /// <summary>Ends the door. What was queued is handed to libzmq, and connections end at once.</summary>
    public void Dispose() => _thread.Dispose();
}
