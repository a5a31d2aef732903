using System.Net.Sockets;
using Drover.Doors;
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

/// <summary>What is behind the HTTP doors: the guard, and the rooms with their paths (<c>docs/protocols/http.md</c>).</summary>
/// <param name="kernel">The running kernel.</param>
/// <param name="rooms">The rooms, each with its paths.</param>
/// <param name="options">Names and limits.</param>
public sealed class WebSite(IKernel kernel, IReadOnlyList<IWebRoom> rooms, WebOptions options)
{
    /// <summary>Largest body of a request in bytes.</summary>
    public const int LargestBody = 16 << 20;

    private readonly RareLine _tooMany = new(kernel.Clock);

    /// <summary>Connections over all HTTP doors.</summary>
    public ConnectionCount Connections { get; } = new();

    internal RouteTable Routes { get; } = new(rooms);

    /// <summary>Sets the limits of the server. They hold for every HTTP door.</summary>
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

    /// <summary>Puts the paths behind the doors.</summary>
    public void Map(WebApplication app)
    {
        var guard = new Guard(options.HostNames, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(HttpLog.Category));
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        app.Use(guard.PassAsync);
        app.UseRouting();
        app.Use(Guard.AdmitAsync);
        foreach (var route in Routes.All)
            ((IEndpointRouteBuilder)app).MapMethods(route.Path, [route.Method], http => route.Handle(new Call(http, kernel, stopping))).WithMetadata(route);
        app.UseEndpoints(_ => { });
    }

    /// <summary>Leads the connections of a listener into the site.</summary>
    internal void Serve(ListenOptions listen, ILogger log, Func<Socket, Visitor> identify)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => new ConnectionGate(next, Connections, options.MostConnections, identify, TellTooMany).PassAsync);

        void TellTooMany()
        {
            if (_tooMany.Add() is > 0 and var count)
                HttpLog.TooMany(log, count, options.MostConnections);
        }
    }
}
