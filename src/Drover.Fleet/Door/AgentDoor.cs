using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Drover.Doors;
using Drover.Doors.Certificates;
using Drover.Doors.Listening;
using Drover.Fleet.Telling;
using Drover.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Fleet.Door;

/// <summary>The door of agents: gRPC over TLS, in which a node is known by its certificate.</summary>
public sealed class AgentDoor : IDoor, IAsyncDisposable
{
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    private readonly FleetOptions _options;
    private readonly MasterIdentity _master;
    private readonly OwnCertificate _certificate;
    private readonly FleetService _service;
    private readonly ILogger _log;
    private WebApplication? _app;
    private ListenOptions? _listen;

    /// <param name="kernel">What nodes are looked up in.</param>
    /// <param name="nodes">The machines.</param>
    /// <param name="options">Where to listen, and limits.</param>
    /// <param name="master">How agents know the master.</param>
    /// <param name="certificate">How the certificate of the door is made.</param>
    /// <param name="clock">Says when certificates end.</param>
    /// <param name="logging">Makes the log.</param>
    /// <exception cref="DroverException"><c>WEB_CA</c>.</exception>
    public AgentDoor(IKernel kernel, FleetNodes nodes, FleetOptions options, MasterIdentity master, OwnCertificateOptions certificate, TimeProvider clock, ILoggerFactory logging)
    {
        (_options, _master) = (options, master);
        _log = logging.CreateLogger(FleetLog.Category);
        _certificate = new OwnCertificate(certificate, options.Node, options.Listen!.Address, clock, logging);
        _service = new FleetService(kernel, nodes, options, master, clock, _log);
    }

    /// <inheritdoc/>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(_service);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = _options.MessageBytes;
            grpc.MaxSendMessageSize = _options.MessageBytes;
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = _options.Connections;
            server.Limits.MinRequestBodyDataRate = null;
            server.Limits.MinResponseDataRate = null;
            server.Limits.Http2.KeepAlivePingDelay = _options.PingTime;
            server.Limits.Http2.KeepAlivePingTimeout = _options.PingTime / 2;
            server.Listen(_options.Listen!, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = s_handshake, OnConnection = _ => new(Tls()) });
                _listen = listen;
            });
        });
        _app = builder.Build();
        _app.MapGrpcService<FleetService>();
#pragma warning disable MA0040 // The tokens of its life are no reasons to give up its start.
        await _app.StartAsync();
#pragma warning restore MA0040
        _master.Address = _listen!.IPEndPoint;
    }

    /// <inheritdoc/>
    public void Opened() => FleetLog.Listening(_log, _master.Address!.ToString(), _master.Fingerprint);

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cut)
    {
        _service.Close();
        if (_app is not null)
            await _app.StopAsync(cut);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _service.Dispose();
        _certificate.Dispose();
    }

    /// <summary>A certificate is asked for and looked at later: whoever wants to join has none.</summary>
    private SslServerAuthenticationOptions Tls() => new()
    {
        ServerCertificateContext = _certificate.Current,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        ClientCertificateRequired = true,
#pragma warning disable CA5359 // FleetService looks at it: at each call, and with an answer that says what is wrong.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };
}
