using Drover.Doors;
using Drover.Doors.Certificates;
using Drover.Fleet.Telling;
using Drover.Kernel;
using Drover.Nodes.Leases;
using Microsoft.Extensions.Logging;

namespace Drover.Fleet.Door;

/// <summary>The door of agents.</summary>
public sealed class AgentDoor : IDoor, IAsyncDisposable
{
    private readonly MasterIdentity _master;
    private readonly OwnCertificate _certificate;
    private readonly FleetService _service;
    private readonly AgentServer<FleetService> _server;
    private readonly ILogger _log;

    /// <param name="kernel">What nodes are looked up in.</param>
    /// <param name="nodes">The machines.</param>
    /// <param name="options">Where to listen, and limits.</param>
    /// <param name="master">How agents know the master.</param>
    /// <param name="certificate">How the certificate of the door is made.</param>
    /// <param name="clock">Says when certificates end.</param>
    /// <param name="logging">Makes the log.</param>
    /// <param name="leases">Which groups they may run; null where none is placed.</param>
    /// <exception cref="DroverException"><c>WEB_CA</c>.</exception>
    public AgentDoor(
        IKernel kernel, FleetNodes nodes, FleetOptions options, MasterIdentity master, OwnCertificateOptions certificate, TimeProvider clock, ILoggerFactory logging, ILeaseBook? leases = null)
    {
        _master = master;
        _log = logging.CreateLogger(FleetLog.Category);
        _certificate = new OwnCertificate(certificate, options.Node, options.Listen!.Address, clock, logging);
        _service = new FleetService(kernel, nodes, options, master, clock, _log, leases);
        _server = new AgentServer<FleetService>(options, _service, _certificate);
    }

    /// <inheritdoc/>
    public async Task ListenAsync() => _master.Address = await _server.StartAsync();

    /// <inheritdoc/>
    public void Opened() => FleetLog.Listening(_log, _master.Address!.ToString(), _master.Fingerprint);

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cut)
    {
        _service.Close();
        return _server.StopAsync(cut);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _service.Dispose();
        _certificate.Dispose();
    }
}
