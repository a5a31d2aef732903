using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Doors;

/// <summary>Who sits at the other end of a UNIX socket: what the kernel of the machine recorded when the peer connected
/// (<c>socket(7)</c>, SO_PEERCRED and SO_PEERGROUPS). The peer cannot forge it.</summary>
/// <param name="ProcessId">The process that connected.</param>
/// <param name="Uid">Its effective user id.</param>
/// <param name="Gid">Its effective group id.</param>
/// <param name="SupplementaryGroups">The further groups of that process.</param>
public sealed record SocketCredentials(int ProcessId, uint Uid, uint Gid, IReadOnlyList<uint> SupplementaryGroups)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int SoPeerGroups = 59;

    /// <summary>Most groups that Linux lets a process have (NGROUPS_MAX).</summary>
    private const int MostGroups = 65_536;

    /// <summary>Reads the credentials of a connected UNIX socket.</summary>
    /// <exception cref="SocketException">It is no connected UNIX socket.</exception>
    public static SocketCredentials Of(Socket socket)
    {
        Span<uint> peer = stackalloc uint[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(peer));
        return new SocketCredentials((int)peer[0], peer[1], peer[2], GroupsOf(socket));
    }

    /// <summary>Whether the peer is in a group, by its own group or a supplementary one.</summary>
    public bool IsMember(uint gid) => Gid == gid || SupplementaryGroups.Contains(gid);

    private static uint[] GroupsOf(Socket socket)
    {
        var groups = new uint[64];
        while (true)
        {
            try
            {
                var bytes = socket.GetRawSocketOption(SolSocket, SoPeerGroups, MemoryMarshal.AsBytes(groups.AsSpan()));
                return groups[..(bytes / sizeof(uint))];
            }
            catch (SocketException) when (groups.Length < MostGroups)
            {
                // ERANGE: there are more groups than that.
                groups = new uint[groups.Length * 4];
            }
        }
    }
}
