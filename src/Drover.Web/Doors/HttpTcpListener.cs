using System.Net;
using System.Net.Sockets;
using Drover.Doors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>HTTP over TCP, where nobody is known: health and metrics are served, and the paths whose callers show a token.</summary>
/// <param name="site">What is behind it.</param>
/// <param name="address">Where it listens; port 0 takes a free one, which is logged.</param>
public sealed class HttpTcpListener(WebSite site, IPEndPoint address, ILoggerFactory loggers) : IWebListener
{
    private readonly ILogger _log = loggers.CreateLogger(HttpLog.Category);
    private ListenOptions? _listen;

    /// <summary>The address with the port that it has got.</summary>
    public IPEndPoint Address => _listen?.IPEndPoint ?? address;

    /// <inheritdoc/>
    public void Listen(KestrelServerOptions server) => _listen = site.Listen(server, address, Identify);

    /// <inheritdoc/>
    public void Opened() => HttpLog.Listening(_log, $"http://{Address}");

    private static Visitor Identify(Socket connection) => Visitor.Remote(((IPEndPoint)connection.RemoteEndPoint!).Address);
}
