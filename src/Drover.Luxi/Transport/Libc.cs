using System.Runtime.InteropServices;

namespace Drover.Luxi.Transport;

/// <summary>The calls of the C library that the event loop is made of (<c>epoll(7)</c>, <c>eventfd(2)</c>, <c>unix(7)</c>).
/// Each answers -1 on an error, which <see cref="Error"/> tells.</summary>
internal static unsafe partial class Libc
{
    public const int PollAdd = 1;
    public const int PollRemove = 2;
    public const int PollChange = 3;

    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Failed = 0x008;
    public const uint HungUp = 0x010;
    public const uint OnceForEachWrite = 1u << 31;

    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int OutOfMemory = 12;
    public const int TooManyFilesOpen = 24;
    public const int TooManyFilesOfMachine = 23;
    public const int NoBuffers = 105;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int NoSignal = 0x4000;

    /// <summary>Why the last call failed.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>Whether the last call failed only for now: it will be told when it is worth another try.</summary>
    public static bool IsForNow => Error is TryAgain or Interrupted;

    public static int PollCreate() => PollCreate(CloseOnExec);

    public static int EventDescriptor() => EventDescriptor(0, CloseOnExec | NonBlocking);

    /// <summary>Takes a waiting connection; it does not block.</summary>
    public static int Accept(int listener) => Accept(listener, null, null, CloseOnExec | NonBlocking);

    public static int Receive(int socket, Span<byte> into)
    {
        fixed (byte* start = into)
            return (int)Receive(socket, start, (nuint)into.Length, 0);
    }

    public static int Send(int socket, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
            return (int)Send(socket, start, (nuint)data.Length, NoSignal);
    }

    /// <summary>Raises an event descriptor by one.</summary>
    public static void Raise(int descriptor)
    {
        var one = 1L;
        _ = Write(descriptor, (byte*)&one, sizeof(long));
    }

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int PollControl(int poll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int PollWait(int poll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int PollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept(int listener, byte* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* into, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte* data, nuint length);
}
