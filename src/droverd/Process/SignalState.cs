using System.Runtime.InteropServices;

namespace Drover.Daemon.Process;

/// <summary>Dispositions and mask of signals as the process was started with them.</summary>
internal static unsafe partial class SignalState
{
    private const int BrokenPipe = 13; // ignored by the runtime itself
    private const int Last = 64;
    private const nint Ignore = 1; // SIG_IGN
    private const int SetMask = 2; // SIG_SETMASK

    // struct sigaction of glibc is 152 bytes and begins with the handler; sigset_t is 128 bytes.
    private const int ActionBytes = 256;
    private const int SetBytes = 128;

    public static List<int> Ignored()
    {
        List<int> found = [];
        var action = stackalloc nint[ActionBytes / sizeof(nint)];
        for (var signal = 1; signal <= Last; signal++)
            if (signal != BrokenPipe && Action(signal, null, action) == 0 && action[0] == Ignore)
                found.Add(signal);
        return found;
    }

    public static List<int> Blocked()
    {
        var set = stackalloc ulong[SetBytes / sizeof(ulong)];
        _ = Mask(SetMask, null, set);
        return [.. Enumerable.Range(1, Last).Where(signal => (set[0] >> (signal - 1) & 1) != 0)];
    }

    public static void SetDefault(int signal) => _ = Handle(signal, 0);

    public static void UnblockAll()
    {
        var set = stackalloc ulong[SetBytes / sizeof(ulong)];
        new Span<ulong>(set, SetBytes / sizeof(ulong)).Clear();
        _ = Mask(SetMask, set, null);
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int Action(int signal, void* action, nint* before);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Handle(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int Mask(int how, ulong* set, ulong* before);
}
