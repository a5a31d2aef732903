using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Drover.Doors;
using Drover.Doors.Certificates;
using Drover.Doors.Listening;
using Drover.Doors.Places;
using Drover.Kernel;
using Drover.People.Roles;
using Drover.Web.Calls;
using Drover.Web.Doors;
using Drover.Web.Sessions;
using Drover.Web.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Web;

/// <summary>What is behind the HTTP doors: the guard, and the rooms with their paths (<c>docs/protocols/http.md</c>).</summary>
/// <param name="kernel">The running kernel.</param>
/// <param name="rooms">The rooms, each with its paths.</param>
/// <param name="sessions">Who has signed in with a browser.</param>
/// <param name="options">Names and limits.</param>
/// <param name="loggers">Makes the log.</param>
public sealed class WebSite(IKernel kernel, IReadOnlyList<IWebRoom> rooms, WebSessions sessions, WebOptions options, ILoggerFactory loggers)
{
    /// <summary>Largest body of a request in bytes.</summary>
    public const int LargestBody = 16 << 20;

    private static readonly TimeSpan s_socketPing = TimeSpan.FromSeconds(30);

    /// <summary>Places of connections, over all HTTP doors.</summary>
    public DoorPlaces Places { get; } = PlacesOf(options.Places, kernel.Clock, loggers.CreateLogger(HttpLog.Category));

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
        var guard = new Guard(options, sessions, new PersonCallers(kernel), loggers.CreateLogger(HttpLog.Category));
        var life = app.Services.GetRequiredService<IHostApplicationLifetime>();
        life.ApplicationStopped.Register(RejectionAnswers.Hear(app.Services.GetRequiredService<DiagnosticListener>()).Dispose);
        var stopping = life.ApplicationStopping;
        app.Use(guard.PassAsync);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = s_socketPing, KeepAliveTimeout = s_socketPing });
        app.Use(OneSlash);
        app.UseRouting();
        app.Use(Guard.AdmitAsync);
        foreach (var route in Routes.All)
            ((IEndpointRouteBuilder)app).MapMethods(route.Path, route.Methods, http => route.Handle(new Call(http, kernel, stopping))).WithMetadata(route);
        app.UseEndpoints(_ => { });
    }

    /// <summary>Listens for a door whose connections lead into the site.</summary>
    /// <param name="server">The web server.</param>
    /// <param name="where">The address.</param>
    /// <param name="identify">Says who is at the other end of a connection.</param>
    /// <param name="access">Who may use a UNIX socket that was bound anew.</param>
    /// <param name="tls">By which certificate connections are encrypted; null for plain ones.</param>
    /// <returns>The options of the listener, which know the address once it is bound.</returns>
    internal ListenOptions Listen(KestrelServerOptions server, EndPoint where, Func<Socket, Visitor> identify, SocketAccess? access = null, ICertificateSource? tls = null)
    {
        ListenOptions? bound = null;
        server.ListenAt(new DoorEndPoint(where, Places, identify, access), listen =>
        {
            bound = listen;
            listen.Protocols = HttpProtocols.Http1;
            if (tls is not null)
                listen.UseTls(tls);
            RejectionAnswers.CarryOn(listen);
        });
        return bound!;
    }

    /// <summary>Clients of LAVA put a slash between an address that ends in one and a path that begins with one.</summary>
    private static Task OneSlash(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value is { Length: > 1 } path && path[0] == '/' && path[1] == '/')
            http.Request.Path = "/" + path.TrimStart('/');
        return next(http);
    }

    private static DoorPlaces PlacesOf(PlaceLimits limits, TimeProvider clock, ILogger log) =>
        new("HTTP connections", limits, clock, (count, caller, reason) => HttpLog.TooMany(log, count, caller, reason));
}
