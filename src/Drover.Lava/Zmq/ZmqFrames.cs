using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary>Room for the frames of one message, used again for each message: nothing is copied out of libzmq before somebody wants it.</summary>
internal sealed unsafe class ZmqFrames : IDisposable
{
    private readonly int _room;
    private byte* _messages;

    /// <param name="room">Frames that are kept; the rest of a longer message is taken and left out.</param>
    public ZmqFrames(int room)
    {
        _room = room;
        // The structure must not move and holds pointers, so it lies outside of the managed heap.
        _messages = (byte*)NativeMemory.AlignedAlloc((nuint)(room * NativeMethods.MessageSize), NativeMethods.MessageSize);
        for (var i = 0; i < room; i++)
            _ = NativeMethods.InitMessage(Message(i));
    }

    /// <summary>Frames of the message, also those that were left out.</summary>
    public int Count { get; private set; }

    /// <summary>A frame that was kept. The bytes are valid until the next message is taken.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Math.Min(Count, _room));
            return new ReadOnlySpan<byte>(NativeMethods.Data(Message(index)), checked((int)NativeMethods.Size(Message(index))));
        }
    }

    /// <summary>Takes the next message; it does not wait. libzmq gives a message as a whole or not at all.</summary>
    /// <returns>False when there is none.</returns>
    public bool Take(ZmqSocket socket)
    {
        if (!socket.Receive(Message(0)))
            return false;
        Count = 1;
        // The last place also takes what is left out; it is overwritten, so a message with too many frames has a wrong last one and the count tells.
        while (NativeMethods.More(Message(Math.Min(Count, _room) - 1)) != 0 && socket.Receive(Message(Math.Min(Count, _room - 1))))
            Count++;
        return true;
    }

    /// <summary>A property of the peer's connection, such as the user that the handler of keys named; empty when there is none.</summary>
    /// <param name="index">A frame that is not the routing id.</param>
    /// <param name="name">Its name, with a zero byte at the end.</param>
    public ReadOnlySpan<byte> Property(int index, ReadOnlySpan<byte> name)
    {
        fixed (byte* start = name)
            return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(NativeMethods.Property(Message(index), start));
    }

    /// <summary>Gives up what the last message left here, which may be large.</summary>
    public void Clear()
    {
        Count = 0;
        for (var i = 0; i < _room; i++)
        {
            _ = NativeMethods.CloseMessage(Message(i));
            _ = NativeMethods.InitMessage(Message(i));
        }
    }

    public void Dispose()
    {
        if (_messages is null)
            return;
        for (var i = 0; i < _room; i++)
            _ = NativeMethods.CloseMessage(Message(i));
        NativeMemory.AlignedFree(_messages);
        _messages = null;
    }

    private byte* Message(int index) => _messages + (index * NativeMethods.MessageSize);
}
