using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <content>Sockets of a kind that <see cref="System.Net.Sockets.Socket"/> opens no other way.</content>
internal static unsafe partial class Libc
{
    internal const int RouteNetlink = 16; // AF_NETLINK, whose protocol 0 is NETLINK_ROUTE
    internal const int RawSocket = 3 | OpenCloseOnExec; // SOCK_RAW | SOCK_CLOEXEC, which is O_CLOEXEC

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int kind, int protocol);

    /// <summary>Index of a network device; 0 if there is none of the name.</summary>
    [LibraryImport(Library, EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint DeviceIndex(string name);
}
