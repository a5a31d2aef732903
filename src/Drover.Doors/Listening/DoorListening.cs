using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Drover.Doors.Places;

namespace Drover.Doors.Listening;

/// <summary>Puts doors into the web server.</summary>
public static class DoorListening
{
    /// <summary>Listens for a door. Each connection has its <see cref="Visitor"/> and its <see cref="Admission"/> as features; its place is free again when it has ended.</summary>
    /// <param name="server">The server; it must have a <see cref="DoorTransport"/>.</param>
    /// <param name="door">Where, and who gets in.</param>
    /// <param name="configure">What serves the connections.</param>
    public static void ListenAt(this KestrelServerOptions server, DoorEndPoint door, Action<ListenOptions> configure) => server.Listen((EndPoint)door, listen =>
    {
        listen.Use(next => connection => LeaveAsync(connection, next));
        configure(listen);
    });

    private static async Task LeaveAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var place = connection.Features.Get<Admission>();
        await next(connection);
    }
}
