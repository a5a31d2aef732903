using Drover.Doors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>HTTP on a UNIX socket. Everybody on the machine may connect: callers are known by their credentials.</summary>
/// <param name="site">What is behind it.</param>
/// <param name="path">Path of the socket.</param>
/// <param name="gate">Says who is calling.</param>
public sealed class HttpSocketListener(WebSite site, string path, ICallerGate gate, ILoggerFactory loggers) : IWebListener
{
    private static readonly SocketAccess s_forAll = new(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

    private readonly ILogger _log = loggers.CreateLogger(HttpLog.Category);

    /// <inheritdoc/>
    public void Listen(KestrelServerOptions server) =>
        site.Listen(server, SocketFile.Address(path), connection => Visitor.Local(gate.Identify(connection)), s_forAll);

    /// <inheritdoc/>
    public void Opened()
    {
        SocketFile.SetAccess(path, s_forAll);
        HttpLog.Listening(_log, $"http://unix:{path}");
    }
}
