using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary>A context of libzmq: its I/O threads, and the place where sockets and the handler of keys find each other. Every socket keeps it alive, so the order of disposal does not matter.</summary>
public sealed class ZmqContext : SafeHandle
{
    private const int IoThreads = 1, MaxSockets = 2;

    /// <param name="ioThreads">Threads that move bytes; one is enough for some 500,000 messages a second.</param>
    /// <param name="maxSockets">Most sockets of this context. Connections of peers are no sockets.</param>
    /// <exception cref="DroverException"><c>LAVA_LIBRARY</c>: libzmq is not installed.</exception>
    /// <exception cref="ZmqException">There is no context to be had.</exception>
    public ZmqContext(int ioThreads = 1, int maxSockets = 1023) : base(0, ownsHandle: true)
    {
        SystemLibrary.Require(NativeMethods.Library, NativeMethods.Package);
        handle = NativeMethods.NewContext();
        if (handle == 0)
            throw ZmqException.Last("A ZeroMQ context cannot be made");
        _ = NativeMethods.SetContext(handle, IoThreads, ioThreads);
        _ = NativeMethods.SetContext(handle, MaxSockets, maxSockets);
    }

    /// <summary>Whether it was closed.</summary>
    public override bool IsInvalid => handle == 0;

    /// <summary>Version of the library, such as <c>4.3.4</c>.</summary>
    public static string LibraryVersion
    {
        get
        {
            NativeMethods.Version(out var major, out var minor, out var patch);
            return $"{major}.{minor}.{patch}";
        }
    }

    internal nint Pointer => handle;

    /// <summary>Ends the context, after its last socket was closed.</summary>
    protected override bool ReleaseHandle()
    {
        while (NativeMethods.Terminate(handle) != 0)
            if (NativeMethods.Errno() != ZmqErrno.Interrupted)
                return false;
        return true;
    }
}
