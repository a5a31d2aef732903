using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Drover.Doors;

/// <summary>Sockets that the daemon's one web server serves. They open and close with it.</summary>
public interface IWebListener
{
    /// <summary>Adds its sockets to the endpoints of the server, before it starts. Files that a dead daemon left there are removed.</summary>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c> or <c>SOCKET_PATH</c>: a socket cannot be bound.</exception>
    void Listen(KestrelServerOptions server);

    /// <inheritdoc cref="IDoor.Opened"/>
    void Opened();
}
