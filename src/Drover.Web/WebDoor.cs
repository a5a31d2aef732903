using System.Net;
using Drover.Kernel;
using Drover.Web.Calls;
using Drover.Web.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Web;

/// <summary>The HTTP door of a daemon: where it listens, who may come in, and what is behind it (<c>docs/protocols/http.md</c>).</summary>
public sealed class WebDoor
{
    /// <summary>Largest body of a request in bytes.</summary>
    public const int LargestBody = 16 << 20;

    /// <param name="kernel">The running kernel: the door opens after it has recovered.</param>
    /// <param name="parts">What the daemon brings along.</param>
    public WebDoor(IKernel kernel, WebParts parts)
    {
        Kernel = kernel;
        Parts = parts;
    }

    /// <summary>Connections that are open at this door now.</summary>
    public int Connections => _connections.Open;

    internal IKernel Kernel { get; }

    internal WebParts Parts { get; }

    internal ConnectionCount Counted => _connections;

    /// <summary>Followers of live streams, of events and logs.</summary>
    internal ConnectionCount Followers { get; } = new();

    private readonly ConnectionCount _connections = new();

    /// <summary>Sets the limits of the server. They hold for every HTTP listener of it.</summary>
    public static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        server.Limits.MaxRequestBodySize = LargestBody;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        server.Limits.MaxRequestLineSize = 16 * 1024;
    }

    /// <summary>Listens on a UNIX socket, whose callers are known by their credentials.</summary>
    public void ListenLocal(KestrelServerOptions server, string path) =>
        server.ListenUnixSocket(path, listen => Serve(listen, connection => new Visitor(Parts.Gate.Identify(connection), IsLocal: true)));

    /// <summary>Listens on TCP, where nobody is known and only health and metrics are served.</summary>
    public void ListenTcp(KestrelServerOptions server, IPEndPoint address) =>
        server.Listen(address, listen => Serve(listen, _ => Visitor.Stranger));

    /// <summary>Puts the routes behind the listeners.</summary>
    public void Map(WebApplication app)
    {
        var guard = new Guard(this, app.Services.GetRequiredService<ILogger<WebDoor>>());
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        app.Use(guard.PassAsync);
        app.UseRouting();
        app.Use(Guard.AdmitAsync);
        foreach (var route in RouteTable.All)
            ((IEndpointRouteBuilder)app).MapMethods(route.Path, [route.Method], http => route.Handle(new Call(http, this, stopping))).WithMetadata(route);
        app.UseEndpoints(_ => { });
    }

    private void Serve(ListenOptions listen, Func<System.Net.Sockets.Socket, Visitor> identify)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => new ConnectionGate(next, _connections, Parts.MostConnections, identify).PassAsync);
    }
}
