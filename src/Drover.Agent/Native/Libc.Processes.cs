using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <summary>Spawning, signals, waiting and polling.</summary>
internal static unsafe partial class Libc
{
    /// <summary>POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID.</summary>
    internal const short SpawnCleanSession = 0x08 | 0x04 | 0x80;

    internal const int WaitByPidfd = 3;
    internal const int WaitNoHang = 1;
    internal const int WaitExited = 4;

    /// <summary>WNOWAIT: leaves the child to be waited for.</summary>
    internal const int WaitLeave = 0x0100_0000;

    /// <summary>PR_GET_CHILD_SUBREAPER.</summary>
    internal const int GetChildSubreaper = 37;

    /// <summary>PIDFD_SIGNAL_PROCESS_GROUP (Linux 6.9): race-free kill of the group that the process leads.</summary>
    internal const uint SignalWholeGroup = 4;

    internal const int LimitOpenFiles = 7;

    internal const uint PollIn = 1;
    internal const int PollAdd = 1;
    internal const int PollRemove = 2;

    private const nint CallPidfdSendSignal = 424;
    private const nint CallPidfdOpen = 434;

    /// <summary>Returns an errno. Comes back after the exec, so a failed exec is told here.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    internal static partial int Spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int ActionsInit(void* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int ActionsDestroy(void* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int ActionsDuplicate(void* actions, int from, int to);

    /// <summary>glibc 2.34 and later.</summary>
    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static partial int ActionsCloseFrom(void* actions, int from);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsChangeDirectory(void* actions, string path);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    internal static partial int AttributesInit(void* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int AttributesSetFlags(void* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int AttributesSetDefaultSignals(void* attributes, void* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int AttributesSetMask(void* attributes, void* signals);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    internal static partial int SignalSetEmpty(void* signals);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "setsid", SetLastError = true)]
    internal static partial int BeginSession();

    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, int* value);

    /// <summary>Fills a <c>siginfo_t</c> of 128 bytes: code at 8, pid at 16, status at 24.</summary>
    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitId(int kind, int id, byte* information, int options);

    [LibraryImport(Library, EntryPoint = "prlimit", SetLastError = true)]
    internal static partial int ProcessLimit(int pid, int resource, Limit* newLimit, Limit* oldLimit);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int PollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int PollControl(int poll, int operation, int descriptor, byte* change);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int PollWait(int poll, byte* events, int most, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint initial, int flags);

    // The numbers of both calls are the same on every architecture; glibc has wrappers only since 2.36.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call2(nint number, nint first, nint second);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call4(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>A descriptor (close-on-exec) that stands for this very process, or -1.</summary>
    internal static int PidfdOpen(int pid) => (int)Call2(CallPidfdOpen, pid, 0);

    internal static int PidfdSendSignal(int pidfd, int signal, uint flags) => (int)Call4(CallPidfdSendSignal, pidfd, signal, 0, (nint)flags);

    internal struct Limit
    {
        internal ulong Soft;
        internal ulong Hard;
    }
}
