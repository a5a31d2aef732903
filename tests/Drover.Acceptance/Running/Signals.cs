using System.Runtime.InteropServices;

namespace Drover.Acceptance.Running;

/// <summary>Signals to one process or to a whole group of them.</summary>
internal static partial class Signals
{
    internal const int HangUp = 1, Kill = 9, Pipe = 13, Terminate = 15, Stop = 19, Continue = 18;

    internal static void Send(int process, int signal) => _ = SendSignal(process, signal);

    internal static void SendToGroup(int leader, int signal) => _ = SendSignal(-leader, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
