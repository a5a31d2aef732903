using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Drover.ClusterInit.Transport;
using Drover.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit;

/// <summary>The door for clients of Cluster::Init. Connections end with the web server, which also removes the socket.</summary>
public sealed class ClusterInitDoor : IWebListener
{
    private readonly ICallerGate _gate;
    private readonly ClusterInitOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RequestServer _server;
    private readonly FrameBudget _budget;
    private readonly RareLine _tooMany;
    private int _connections;
    private long _refused;

    /// <param name="meters">Makes the meter of its instruments; null where nobody listens.</param>
    /// <exception cref="DroverException"><c>CLINIT_OPTIONS</c>: a setting makes no sense.</exception>
    public ClusterInitDoor(IServiceDoor services, ICallerGate gate, ClusterInitOptions options, TimeProvider clock, ILoggerFactory loggers, IMeterFactory? meters = null)
    {
        options.Validate();
        _gate = gate;
        _options = options;
        _clock = clock;
        _tooMany = new RareLine(clock);
        _log = loggers.CreateLogger(ClusterInitLog.Category);
        _budget = new FrameBudget(options.MaxUnfinishedBytes);
        _server = new RequestServer(services, options, _log);
        if (meters is not null)
            ClusterInitInstruments.Add(meters, this);
    }

    /// <summary>Connections that are served now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections refused since the start because there were too many.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Bytes of requests that have not come in whole yet, over all connections.</summary>
    public long UnfinishedBytes => _budget.Held;

    /// <inheritdoc/>
    public void Listen(KestrelServerOptions server)
    {
        SocketFile.ClearStale(_options.SocketPath);
        server.ListenUnixSocket(_options.SocketPath, listen => listen.Run(ServeAsync));
    }

    /// <inheritdoc/>
    public void Opened()
    {
        SocketFile.SetAccess(_options.SocketPath, _options.SocketMode, _options.SocketOwner, _options.SocketGroup);
        ClusterInitLog.Listening(_log, _options.SocketPath);
    }

    private async Task ServeAsync(ConnectionContext transport)
    {
        try
        {
            if (Interlocked.Increment(ref _connections) > _options.MaxConnections)
            {
                Interlocked.Increment(ref _refused);
                if (_tooMany.Add() is > 0 and var count)
                    ClusterInitLog.TooMany(_log, count, _options.MaxConnections);
                return;
            }
            var caller = _gate.Identify(transport.Features.Get<IConnectionSocketFeature>()!.Socket);
            await new ClusterInitConnection(_server, caller, transport, _options, _budget, _clock, _log).ServeAsync();
        }
        catch (SocketException gone)
        {
            ClusterInitLog.Ended(_log, gone.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
