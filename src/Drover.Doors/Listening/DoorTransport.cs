using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Drover.Doors.Listening;

/// <summary>The sockets of the web server. The server's own would read from a connection before anybody can say whether it is served, take as many as come, and
/// spin when there are no descriptors left.</summary>
/// <param name="clock">Measures pauses.</param>
/// <param name="loggers">Makes the logs.</param>
/// <param name="memory">Makes the memory that the server writes answers to.</param>
/// <param name="passed">Sockets that the process was started with, which doors of their addresses take; null for none.</param>
public sealed class DoorTransport(TimeProvider clock, ILoggerFactory loggers, IMemoryPoolFactory<byte> memory, PassedSockets? passed = null)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Bytes of a connection that are read ahead: a client that floods it is slowed down instead of filling memory.</summary>
    private const int ReadAhead = 64 * 1024;

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is DoorEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var connections = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions { MaxReadBufferSize = ReadAhead }, loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));
        return new(new DoorListener((DoorEndPoint)endpoint, connections, memory.Create(), clock, loggers.CreateLogger(DoorLog.Category), passed));
    }
}
