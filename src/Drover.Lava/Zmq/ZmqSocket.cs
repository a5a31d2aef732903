using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Lava.Zmq;

/// <summary>A socket of libzmq. One thread at a time uses it; a thread may take it over from another where a barrier lies between, such as the start of the thread.</summary>
internal sealed unsafe class ZmqSocket : SafeHandle
{
    private const int DontWait = 1, SendMore = 2;

    private readonly ZmqContext _context;

    /// <exception cref="ZmqException">There are too many sockets, or too many open files.</exception>
    public ZmqSocket(ZmqContext context, ZmqSocketType type) : base(0, ownsHandle: true)
    {
        _context = context;
        var held = false;
        context.DangerousAddRef(ref held);
        handle = NativeMethods.NewSocket(context.Pointer, (int)type);
        if (handle != 0)
            return;
        var refused = ZmqException.Last($"A ZeroMQ socket of type {type.ToString().ToUpperInvariant()} cannot be made");
        context.DangerousRelease();
        throw refused;
    }

    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    /// <summary>The endpoint that was bound last, with the port that the system chose.</summary>
    public string LastEndpoint
    {
        get
        {
            var text = stackalloc byte[1024];
            nuint size = 1024;
            if (NativeMethods.GetOption(handle, (int)ZmqOption.LastEndpoint, text, &size) != 0)
                throw ZmqException.Last("The endpoint of a socket cannot be read");
            return Encoding.UTF8.GetString(text, Math.Max(0, (int)size - 1));
        }
    }

    public void Set(ZmqOption option, int value) => Set(option, &value, sizeof(int));

    public void Set(ZmqOption option, long value) => Set(option, &value, sizeof(long));

    public void Set(ZmqOption option, ReadOnlySpan<byte> value)
    {
        fixed (byte* start = value)
            Set(option, start, (nuint)value.Length);
    }

    /// <summary>Has TCP ask silent peers whether they are there, and give them up after four questions without an answer.</summary>
    public void KeepAlive(TimeSpan silence)
    {
        Set(ZmqOption.KeepAlive, 1);
        Set(ZmqOption.KeepAliveIdle, (int)silence.TotalSeconds);
        Set(ZmqOption.KeepAliveInterval, Math.Max(1, (int)silence.TotalSeconds / 4));
        Set(ZmqOption.KeepAliveCount, 4);
    }

    public void Bind(string endpoint)
    {
        if (NativeMethods.Bind(handle, endpoint) != 0)
            throw ZmqException.Last($"{endpoint} cannot be bound");
    }

    public void Unbind(string endpoint)
    {
        if (NativeMethods.Unbind(handle, endpoint) != 0)
            throw ZmqException.Last($"{endpoint} cannot be unbound");
    }

    public void Connect(string endpoint)
    {
        if (NativeMethods.Connect(handle, endpoint) != 0)
            throw ZmqException.Last($"{endpoint} cannot be connected to");
    }

    /// <summary>Sends one frame; it does not wait.</summary>
    /// <returns>0, or why nothing was sent: <see cref="ZmqErrno.TryAgain"/> or <see cref="ZmqErrno.Unreachable"/>.</returns>
    public int Send(ReadOnlySpan<byte> frame, bool more)
    {
        fixed (byte* start = frame)
            while (NativeMethods.Send(handle, start, (nuint)frame.Length, more ? DontWait | SendMore : DontWait) < 0)
            {
                var errno = NativeMethods.Errno();
                if (errno is ZmqErrno.TryAgain or ZmqErrno.Unreachable)
                    return errno;
                if (errno != ZmqErrno.Interrupted)
                    throw new ZmqException("A message cannot be sent", errno);
            }
        return 0;
    }

    /// <summary>Takes the next frame into a <c>zmq_msg_t</c>, whatever it held before; it does not wait.</summary>
    /// <returns>False when there is none.</returns>
    public bool Receive(byte* message)
    {
        while (NativeMethods.Receive(message, handle, DontWait) < 0)
        {
            var errno = NativeMethods.Errno();
            if (errno == ZmqErrno.TryAgain)
                return false;
            if (errno != ZmqErrno.Interrupted)
                throw new ZmqException("Messages cannot be received", errno);
        }
        return true;
    }

    protected override bool ReleaseHandle()
    {
        var closed = NativeMethods.Close(handle) == 0;
        _context.DangerousRelease();
        return closed;
    }

    private void Set(ZmqOption option, void* value, nuint size)
    {
        if (NativeMethods.SetOption(handle, (int)option, value, size) != 0)
            throw ZmqException.Last($"The option {option} of a socket cannot be set");
    }
}
