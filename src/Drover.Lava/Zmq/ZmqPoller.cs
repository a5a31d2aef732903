using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary>What one thread waits for: zmq_poll(3) over a few sockets and descriptors.</summary>
internal sealed unsafe class ZmqPoller
{
    private const short Readable = 1;

    private readonly List<ZmqPollItem> _items = [];

    /// <returns>The place of the socket, for <see cref="IsReady"/>.</returns>
    public int Add(ZmqSocket socket) => Add(new ZmqPollItem { Socket = socket.Pointer, Wanted = Readable });

    /// <returns>The place of the descriptor, for <see cref="IsReady"/>.</returns>
    public int Add(int descriptor) => Add(new ZmqPollItem { Descriptor = descriptor, Wanted = Readable });

    public bool IsReady(int place) => (_items[place].Happened & Readable) != 0;

    /// <summary>Waits until something can be read.</summary>
    /// <param name="milliseconds">Longest wait; -1 for ever.</param>
    /// <returns>False when the time was over. A signal counts as something that came: the caller looks again.</returns>
    public bool Wait(int milliseconds)
    {
        fixed (ZmqPollItem* items = CollectionsMarshal.AsSpan(_items))
        {
            var ready = NativeMethods.Poll(items, _items.Count, milliseconds);
            if (ready >= 0)
                return ready > 0;
            var errno = NativeMethods.Errno();
            return errno == ZmqErrno.Interrupted ? true : throw new ZmqException("Sockets cannot be polled", errno);
        }
    }

    private int Add(ZmqPollItem item)
    {
        _items.Add(item);
        return _items.Count - 1;
    }
}
