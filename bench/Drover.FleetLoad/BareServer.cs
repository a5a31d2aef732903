using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Drover.NodeWire.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drover.FleetLoad;

/// <summary>The least that a master could be: gRPC over mutual TLS that says welcome, and then only keeps the connection.</summary>
internal static class BareServer
{
    /// <summary>Serves until standard input ends; its first line says where.</summary>
    public static async Task RunAsync(string keys)
    {
        using var authority = Authority.Create(keys);
        using var root = X509CertificateLoader.LoadCertificate(authority.Certificate);
        using var own = authority.Issue("bare");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            // As the door of the master has it.
            server.Limits.MinRequestBodyDataRate = null;
            server.Limits.MinResponseDataRate = null;
            server.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
            server.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = own;
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (shown, _, problems) => !problems.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) && Authority.Vouches(root, shown);
                });
            });
        });
        await using var app = builder.Build();
        app.MapGrpcService<Keeper>();
        await app.StartAsync(CancellationToken.None);
        Console.WriteLine($"127.0.0.1:{new Uri(app.Urls.First()).Port}");
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await app.StopAsync(new CancellationToken(canceled: true));
    }

    private sealed class Keeper : Fleet.FleetBase
    {
        public override async Task Connect(IAsyncStreamReader<AgentMessage> requests, IServerStreamWriter<MasterMessage> responses, ServerCallContext context)
        {
            while (await requests.MoveNext(context.CancellationToken))
                await responses.WriteAsync(new MasterMessage { Welcome = new Welcome() }, context.CancellationToken);
        }
    }
}
