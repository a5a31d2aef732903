using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary><c>zmq_pollitem_t</c>: a socket, or a file descriptor where the socket is null.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZmqPollItem
{
    public nint Socket;
    public int Descriptor;
    public short Wanted;
    public short Happened;
}
