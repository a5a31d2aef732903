using System.Diagnostics.Metrics;
using Drover.ClusterInit.Transport;
using Drover.Doors;
using Drover.Doors.Listening;
using Drover.Doors.Places;
using Drover.Storable;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
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
    private readonly Quota _budget;
    private readonly DoorPlaces _places;

    /// <param name="meters">Makes the meter of its instruments; null where nobody listens.</param>
    /// <exception cref="DroverException"><c>CLINIT_OPTIONS</c>: a setting makes no sense.</exception>
    public ClusterInitDoor(IServiceDoor services, ICallerGate gate, ClusterInitOptions options, TimeProvider clock, ILoggerFactory loggers, IMeterFactory? meters = null)
    {
        options.Validate();
        _gate = gate;
        _options = options;
        _clock = clock;
        _log = loggers.CreateLogger(ClusterInitLog.Category);
        _budget = new Quota(QuotaLimits.OfBytes(options.MaxUnfinishedBytes, options.MaxBodyBytes + Frame.HeaderLength));
        _places = new DoorPlaces(
            "connections of Cluster::Init's clients", options.Places, clock, (count, caller, reason) => ClusterInitLog.TooMany(_log, count, caller, reason));
        _server = new RequestServer(services, options, _log);
        if (meters is not null)
            ClusterInitInstruments.Add(meters, this);
    }

    /// <summary>Connections that are served now.</summary>
    public int Connections => _places.Taken;

    /// <summary>Connections refused since the start because there were too many.</summary>
    public long Refused => _places.Refused;

    /// <summary>Bytes of requests that have not come in whole yet, over all connections.</summary>
    public long UnfinishedBytes => _budget.Held;

    private SocketAccess Access => new(_options.SocketMode, _options.SocketOwner, _options.SocketGroup);

    /// <inheritdoc/>
    public void Listen(KestrelServerOptions server) => server.ListenAt(
        new DoorEndPoint(SocketFile.Address(_options.SocketPath), _places, connection => Visitor.Local(_gate.Identify(connection)), Access),
        listen => listen.Run(ServeAsync));

    /// <inheritdoc/>
    public void Opened()
    {
        SocketFile.SetAccess(_options.SocketPath, Access);
        ClusterInitLog.Listening(_log, _options.SocketPath);
    }

    private Task ServeAsync(ConnectionContext transport)
    {
        var visitor = transport.Features.GetRequiredFeature<Visitor>();
        var refusal = transport.Features.GetRequiredFeature<Admission>().Refusal;
        return new ClusterInitConnection(_server, visitor, refusal, transport, _options, _budget, _clock, _log).ServeAsync();
    }
}
