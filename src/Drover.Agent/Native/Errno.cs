using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <summary>Error numbers of Linux that we act upon, and their text.</summary>
internal static class Errno
{
    internal const int NoEntry = 2;
    internal const int NoProcess = 3;
    internal const int Interrupted = 4;
    internal const int ExecFormat = 8;
    internal const int NoChild = 10;
    internal const int Access = 13;
    internal const int Exists = 17;
    internal const int NotDirectory = 20;
    internal const int Invalid = 22;
    internal const int TooManyOpenInSystem = 23;
    internal const int TooManyOpen = 24;
    internal const int NoSpace = 28;
    internal const int OutOfRange = 34;
    internal const int NoCall = 38;
    internal const int LinkLoop = 40;
    internal const int NoData = 61;
    internal const int NotSupported = 95;
    internal const int Stale = 116;

    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>What strerror says, with the number.</summary>
    internal static string Text(int number) => $"{Marshal.GetPInvokeErrorMessage(number)} (errno {number})";
}
