using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Drover.Doors;

/// <summary>Sockets that the daemon's one web server serves. They open and close with it.</summary>
public interface IWebListener
{
    /// <summary>Adds its sockets to the endpoints of the server, which binds them when it starts.</summary>
    /// <exception cref="DroverException"><c>SOCKET_PATH</c>: no socket can be bound there.</exception>
    void Listen(KestrelServerOptions server);

    /// <inheritdoc cref="IDoor.Opened"/>
    void Opened();
}
