using System.Runtime.InteropServices;

namespace Drover.Bench.Daemon;

/// <summary>kill(2): .NET itself can only end a process without a word.</summary>
internal static partial class Signals
{
    private const int KillSignal = 9;
    private const int Term = 15;

    public static void Terminate(int process) => _ = Send(process, Term);

    public static void Kill(int process) => _ = Send(process, KillSignal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
