using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Drover.Doors.Certificates;
using Drover.Doors.Listening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Fleet.Door;

/// <summary>Serves agents: gRPC over TLS, in which a node is known by its certificate.</summary>
/// <typeparam name="TService">What they may call.</typeparam>
/// <param name="options">Where to listen, and limits.</param>
/// <param name="service">Takes the calls.</param>
/// <param name="certificate">The certificate of the master.</param>
internal sealed class AgentServer<TService>(FleetOptions options, TService service, OwnCertificate certificate) : IAsyncDisposable where TService : NodeWire.Protocol.Fleet.FleetBase
{
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    private WebApplication? _app;
    private ListenOptions? _listen;

    /// <returns>Where it listens.</returns>
    public async Task<IPEndPoint> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(service);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MessageBytes;
            grpc.MaxSendMessageSize = options.MessageBytes;
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = options.Connections;
            server.Limits.MinRequestBodyDataRate = null;
            server.Limits.MinResponseDataRate = null;
            server.Limits.Http2.KeepAlivePingDelay = options.PingTime;
            server.Limits.Http2.KeepAlivePingTimeout = options.PingTime / 2;
            server.Listen(options.Listen!, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = s_handshake, OnConnection = _ => new(Tls()) });
                _listen = listen;
            });
        });
        _app = builder.Build();
        _app.MapGrpcService<TService>();
#pragma warning disable MA0040 // The tokens of its life are no reasons to give up its start.
        await _app.StartAsync();
#pragma warning restore MA0040
        return _listen!.IPEndPoint!;
    }

    public Task StopAsync(CancellationToken cut) => _app?.StopAsync(cut) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>A certificate is asked for and looked at later: whoever wants to join has none.</summary>
    private SslServerAuthenticationOptions Tls() => new()
    {
        ServerCertificateContext = certificate.Current,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        ClientCertificateRequired = true,
#pragma warning disable CA5359 // The service looks at it: at each call, and with an answer that says what is wrong.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };
}
