using Drover.Lab.Events;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Events;

/// <summary>Publishes LAVA's events on a PUB socket. Who does not listen or does not read misses them; nobody waits.</summary>
public sealed class EventDoor : IDisposable
{
    private readonly EventThread _thread;

    private EventDoor(EventThread thread) => _thread = thread;

    /// <summary>What is bound, with the port that the system chose where none was given.</summary>
    public string Endpoint => _thread.Endpoint;

    /// <summary>Events handed to libzmq.</summary>
    public long Published => _thread.Published;

    /// <summary>Events dropped because too many waited.</summary>
    public long Dropped => _thread.Dropped;

    /// <summary>Binds the socket.</summary>
    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: a setting makes no sense. <c>LAVA_DESCRIPTORS</c>: too many open files.</exception>
    /// <exception cref="ZmqException">The endpoint cannot be bound.</exception>
    public static EventDoor Open(ZmqContext context, EventOptions options, ILoggerFactory loggers)
    {
        options.Validate();
        var log = loggers.CreateLogger(LavaLog.Category);
        var door = new EventDoor(new EventThread(context, options, log));
        LavaLog.EventsPublished(log, door.Endpoint);
        return door;
    }

    /// <summary>Publishes an event, soon, after those given before it. From any thread; it does not wait.</summary>
    /// <returns>False when it was dropped because too many wait.</returns>
    public bool Publish(LabEvent happened) => _thread.Publish(happened);

    /// <summary>Ends the door.</summary>
    public void Dispose() => _thread.Dispose();
}
