using Drover.Doors;
using Drover.Kernel;
using Drover.Luxi.Requests;
using Drover.Luxi.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Drover.Luxi;

/// <summary>
/// The door for clients of Ganeti. The daemon makes one after the kernel has started, calls <see cref="Tune"/> and <see cref="Listen"/>
/// while it configures its web server, <see cref="Opened"/> once that has started, and disposes the door after it has stopped.
/// </summary>
public sealed class LuxiDoor : IDisposable
{
    private readonly LuxiOptions _options;
    private readonly ConnectionTable _connections;
    private readonly LuxiServer _server;
    private readonly ILogger<LuxiDoor> _log;

    /// <exception cref="DroverException"><c>LUXI_OPTIONS</c>: a setting makes no sense.</exception>
    public LuxiDoor(IKernel kernel, ICallerGate gate, LuxiOptions options, ILoggerFactory loggers)
    {
        options.Validate();
        _options = options;
        _log = loggers.CreateLogger<LuxiDoor>();
        _connections = new ConnectionTable(options, kernel.Clock);
        _server = new LuxiServer(kernel, gate, options, _log);
    }

    /// <summary>Connections that are served now.</summary>
    public int Connections => _connections.Count;

    /// <summary>Bytes of requests that have not come in whole yet, over all connections.</summary>
    public long UnfinishedBytes => _connections.Budget.Held;

    /// <summary>Keeps the web server from reading far ahead of what is being answered: a client that floods its connection is slowed down
    /// instead of filling memory. Call it where the web server's services are configured.</summary>
    public static void Tune(SocketTransportOptions transport) => transport.MaxReadBufferSize = 64 * 1024;

    /// <summary>Adds both sockets to the endpoints of the web server. Files that a dead daemon left there are removed.</summary>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c> or <c>SOCKET_PATH</c>: a socket cannot be bound.</exception>
    public void Listen(KestrelServerOptions kestrel)
    {
        foreach (var path in _options.SocketPaths)
        {
            SocketFile.ClearStale(path);
            kestrel.ListenUnixSocket(path, listen => listen.Run(ServeAsync));
        }
    }

    /// <summary>Gives the bound sockets their mode, owner and group. Until then only the daemon's own user can connect.</summary>
    /// <exception cref="DroverException"><c>SOCKET_OWNER</c>: they cannot be given to the user or group of the settings.</exception>
    public void Opened()
    {
        foreach (var path in _options.SocketPaths)
        {
            SocketFile.SetAccess(path, _options.SocketMode, _options.SocketOwner, _options.SocketGroup);
            LuxiLog.Listening(_log, path);
        }
    }

    /// <summary>Stops watching the connections. Those still open end with the web server.</summary>
    public void Dispose() => _connections.Dispose();

    private Task ServeAsync(ConnectionContext transport) => new LuxiConnection(_server, _connections, transport).ServeAsync();
}
