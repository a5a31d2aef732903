using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage;

/// <summary>Calls into the C library that the framework has no way to make.</summary>
internal static partial class SystemCalls
{
    private const int CloseOnExec = 0x80000, ReadWriteCreate = 0x2 | 0x40;
    private const int LockExclusive = 2, LockNonBlocking = 4, LockUnlock = 8;
    private const int SigKill = 9;
    private const int ErrorInterrupted = 4;

    /// <summary>open(2) for reading and writing. The framework's own open takes a shared flock, which would fight with ours.</summary>
    internal static int OpenOrCreate(string path) => Open(path, ReadWriteCreate | CloseOnExec, 0x180);

    /// <summary>fsync(2) of a directory, so that a new entry in it survives a power cut. Best effort: some file systems refuse.</summary>
    internal static void SyncDirectory(string path)
    {
        using var directory = new SafeFileHandle(Open(path, CloseOnExec, 0), ownsHandle: true);
        if (!directory.IsInvalid)
            _ = Sync((int)directory.DangerousGetHandle());
    }

    /// <summary>flock(2), exclusive and without waiting.</summary>
    internal static bool TryLock(int file) => Flock(file, LockExclusive | LockNonBlocking) == 0;

    /// <summary>Gives the lock back, also for copies of the descriptor: a process that was being forked meanwhile would hold it until its exec.</summary>
    internal static void Unlock(int file) => _ = Flock(file, LockUnlock);

    /// <summary>posix_fallocate(3): 0, or the error number. Unlike a sparse file this takes the space at once.</summary>
    internal static int Allocate(int file, long length)
    {
        int error;
        do
            error = Fallocate(file, 0, length);
        while (error == ErrorInterrupted);
        return error;
    }

    /// <summary>Ends this process as kill -9 would.</summary>
    internal static void KillSelf()
    {
        _ = Kill(Environment.ProcessId, SigKill);
        // Other threads may get the signal first; this one must not go on.
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>geteuid(2).</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int file, int operation);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Fallocate(int file, long offset, long length);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
