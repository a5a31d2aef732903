using System.Runtime.InteropServices;

namespace Drover.Bench.Daemon;

/// <summary>kill(2): .NET itself can only end a process without a word.</summary>
internal static partial class Signals
{
    private const int Term = 15;

    public static void Terminate(int process) => _ = Kill(process, Term);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
