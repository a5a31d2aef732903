using Drover.Doors;
using Drover.Lab;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Events;

/// <summary>The door of LAVA's events: what happens in the lab goes out on a PUB socket.</summary>
public sealed class EventPublisher(LabDomain lab, EventOptions options, ILoggerFactory logging) : IDoor, IDisposable
{
    private ZmqContext? _context;
    private EventDoor? _door;
    private IDisposable? _listening;

    /// <summary>Where listeners connect, with the port that the system chose where none was given.</summary>
    public string Endpoint => _door?.Endpoint ?? "";

    /// <inheritdoc/>
    public Task ListenAsync()
    {
        _context = new ZmqContext();
        _door = EventDoor.Open(_context, options, logging);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Opened() => _listening = lab.Events.Listen(happened => _door!.Publish(happened));

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cut)
    {
        _listening?.Dispose();
        _door?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listening?.Dispose();
        _door?.Dispose();
        _context?.Dispose();
    }
}
