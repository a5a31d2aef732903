using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary>libzmq refused a call. Code <c>LAVA_ZMQ</c>; the text says what was tried and why it failed.</summary>
public sealed class ZmqException : DroverException
{
    internal ZmqException(string attempt, int errno) : base("LAVA_ZMQ", $"{attempt}: {Text(errno)}.") => Errno = errno;

    /// <summary>The number of the error: errno(3), or one of zmq.h.</summary>
    public int Errno { get; }

    internal static unsafe string Text(int errno) => Marshal.PtrToStringUTF8((nint)NativeMethods.ErrorText(errno)) ?? $"error {errno}";

    /// <summary>The error of the call that has just failed on this thread.</summary>
    internal static ZmqException Last(string attempt) => new(attempt, NativeMethods.Errno());
}
