using System.Runtime.InteropServices;

namespace Drover.Cli.Terminal;

/// <summary>The few system calls that the client needs; loading System.Console for them would cost start time.</summary>
internal static partial class Libc
{
    public const int Eperm = 1;
    public const int Enoent = 2;
    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int Eacces = 13;
    public const int Enotdir = 20;
    public const int Epipe = 32;
    public const nuint AskWindowSize = 0x5413; // TIOCGWINSZ
    public const int OutputQueue = 1; // TCOFLUSH
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int OfDescriptor = 0x1000; // AT_EMPTY_PATH
    public const uint KindWanted = 1; // STATX_TYPE
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollError = 8;
    public const short PollHangUp = 16;
    public const int SigUsr1 = 10;
    public const int SigUsr2 = 12;
    public const int SigPipe = 13;
    public const nint DefaultAction = 0;
    public const int SigStop = 19;

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, ref byte data, nint count);

    [LibraryImport("libc", EntryPoint = "isatty")]
    internal static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Facts(int descriptor, string path, int flags, uint wanted, ref byte facts);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    /// <summary>Sets what a signal does; returns what it did before.</summary>
    [LibraryImport("libc", EntryPoint = "signal")]
    internal static partial nint SetSignal(int signal, nint action);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, ref byte data, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    internal static partial int EventDescriptor(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    internal static partial int WindowSize(int descriptor, nuint request, out TerminalSize size);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    internal static partial int GetTerminalMode(int descriptor, ref byte mode);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    internal static partial int SetTerminalMode(int descriptor, int when, ref byte mode);

    /// <summary>tcflush(3): drops what was written to a terminal and not sent.</summary>
    [LibraryImport("libc", EntryPoint = "tcflush")]
    internal static partial int DropOutput(int descriptor, int queue);

    /// <summary>getpwuid(3): a record whose first member is the name; 0 where there is none.</summary>
    [LibraryImport("libc", EntryPoint = "getpwuid")]
    internal static partial nint Account(uint user);
}

/// <summary>struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry(int descriptor, short wanted)
{
    public int Descriptor = descriptor;
    public short Wanted = wanted;
    public short Happened;
}
