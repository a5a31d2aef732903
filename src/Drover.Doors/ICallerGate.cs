using System.Net.Sockets;
using Drover.Kernel;

namespace Drover.Doors;

/// <summary>Says who is calling and what they may do. Every local door asks it once for each connection.</summary>
public interface ICallerGate
{
    /// <summary>Identifies the peer of a connected UNIX socket, without waiting for anything.</summary>
    /// <exception cref="SocketException">It has gone.</exception>
    Caller Identify(Socket socket);
}
