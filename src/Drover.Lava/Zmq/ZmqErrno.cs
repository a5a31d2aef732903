namespace Drover.Lava.Zmq;

/// <summary>Error numbers that are looked at: errno(3), and ETERM of zmq.h.</summary>
internal static class ZmqErrno
{
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int Unreachable = 113;
    public const int ContextTerminated = 156384765;
}
