using System.Runtime.InteropServices;

namespace Drover.Cli.Terminal;

/// <summary>The few system calls that the client needs; loading System.Console for them would cost start time.</summary>
internal static partial class Libc
{
    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int Epipe = 32;

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, ref byte data, nint count);

    [LibraryImport("libc", EntryPoint = "isatty")]
    internal static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();
}
