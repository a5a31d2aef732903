using System.Net;
using System.Net.Sockets;
using Drover.Doors;
using Drover.Doors.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>HTTP over TCP, where a connection says nothing of who is there: users show a token or a session with each request.</summary>
/// <param name="site">What is behind it.</param>
/// <param name="address">Where it listens; port 0 takes a free one, which is logged.</param>
/// <param name="tls">By which certificate it is encrypted; null when it is not.</param>
public sealed class HttpTcpListener(WebSite site, IPEndPoint address, ILoggerFactory loggers, ICertificateSource? tls = null) : IWebListener
{
    private readonly ILogger _log = loggers.CreateLogger(HttpLog.Category);
    private ListenOptions? _listen;

    /// <summary>The address with the port that it has got.</summary>
    public IPEndPoint Address => _listen?.IPEndPoint ?? address;

    /// <inheritdoc/>
    public void Listen(KestrelServerOptions server) => _listen = site.Listen(server, address, Identify, tls: tls);

    /// <inheritdoc/>
    public void Opened() => HttpLog.Listening(_log, $"{(tls is null ? "http" : "https")}://{Address}");

    private static Visitor Identify(Socket connection) => Visitor.Remote(((IPEndPoint)connection.RemoteEndPoint!).Address);
}
