using System.Net;
using System.Net.Sockets;
using Drover.Doors.Places;

namespace Drover.Doors.Listening;

/// <summary>Where the web server listens for one door, and who gets in there.</summary>
/// <param name="where">The address: of a UNIX socket, or over TCP.</param>
/// <param name="places">The places of the door.</param>
/// <param name="identify">Says who is at the other end of a new connection; a <see cref="SocketException"/> when it has gone.</param>
/// <param name="access">Who may use a UNIX socket that was bound anew; null for the daemon's own user.</param>
public sealed class DoorEndPoint(EndPoint where, DoorPlaces places, Func<Socket, Visitor> identify, SocketAccess? access = null) : EndPoint
{
    /// <summary>The address.</summary>
    public EndPoint Where => where;

    /// <summary>Who may use its file, where it has one.</summary>
    internal SocketAccess Access => access ?? SocketAccess.OwnUser;

    /// <summary>The address, for people.</summary>
    public override string ToString() => where.ToString() ?? "";

    /// <summary>Decides on a new connection.</summary>
    /// <exception cref="SocketException">Its client has gone.</exception>
    internal (Visitor Visitor, Admission Admission) Admit(Socket connection)
    {
        var visitor = identify(connection);
        return (visitor, places.Enter(visitor, (int)connection.Handle));
    }
}
