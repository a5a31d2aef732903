using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Bench.Daemon;

/// <summary>Blocking send, receive and poll as the kernel has them. The load client shares two cores with the daemon that it measures,
/// so it must cost little itself.</summary>
internal static unsafe partial class NativeSocket
{
    private const int NoSignal = 0x4000;
    private const short Readable = 1;

    /// <summary>Connects to a UNIX socket; tries again while the backlog is full.</summary>
    public static Socket Connect(string path)
    {
        for (var tries = 0; ; tries++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock && tries < 200)
            {
                socket.Dispose();
                Thread.Sleep(10);
            }
        }
    }

    public static void Send(Socket socket, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            nint sent;
            fixed (byte* start = data)
                sent = SendNative((int)socket.Handle, start, (nuint)data.Length, NoSignal);
            if (sent <= 0)
                throw new IOException("The daemon closed the connection.");
            data = data[(int)sent..];
        }
    }

    public static int Receive(Socket socket, Span<byte> buffer)
    {
        nint received;
        fixed (byte* start = buffer)
            received = ReceiveNative((int)socket.Handle, start, (nuint)buffer.Length, 0);
        return received > 0 ? (int)received : throw new IOException("The daemon closed the connection.");
    }

    /// <summary>Waits until one of the sockets can be read. <paramref name="ready"/> says which.</summary>
    public static void Poll(ReadOnlySpan<Socket> sockets, Span<bool> ready)
    {
        Span<PollEntry> entries = stackalloc PollEntry[sockets.Length];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new PollEntry((int)sockets[i].Handle, Readable, 0);
        fixed (PollEntry* first = entries)
            if (PollNative(first, (nuint)entries.Length, 30_000) <= 0)
                throw new IOException("No answer within 30 seconds.");
        for (var i = 0; i < entries.Length; i++)
            ready[i] = entries[i].Returned != 0;
    }

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint SendNative(int socket, byte* data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint ReceiveNative(int socket, byte* data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int PollNative(PollEntry* entries, nuint count, int milliseconds);

    private readonly record struct PollEntry(int Handle, short Events, short Returned);
}
