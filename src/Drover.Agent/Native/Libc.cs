using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Agent.Native;

/// <summary>The calls of the C library that the agent needs. All set errno; those that return it say so.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    internal const int OpenReadOnly = 0;
    internal const int OpenWriteOnly = 1;
    internal const int OpenReadWrite = 2;
    internal const int OpenCreate = 0x40;
    internal const int OpenExclusive = 0x80;
    internal const int OpenTruncate = 0x200;
    internal const int OpenAppend = 0x400;
    internal const int OpenNonBlocking = 0x800;
    internal const int OpenNoFollow = 0x20000;
    internal const int OpenCloseOnExec = 0x80000;
    internal const int OpenPath = 0x200000;

    /// <summary>O_DIRECTORY, which is not the same on every architecture.</summary>
    internal static readonly int OpenDirectory = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x4000 : 0x10000;

    internal const int AccessExists = 0;
    internal const int AccessExecute = 1;
    internal const int SeekEnd = 2;
    internal const int SeekData = 3;

    /// <summary>FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE.</summary>
    internal const int PunchHoleKeepSize = 3;

    /// <summary>FALLOC_FL_COLLAPSE_RANGE: what is behind the range moves to its place, in one step for all who read and append.</summary>
    internal const int CollapseRange = 8;

    private const int GetLock = 5; // F_GETLK
    private const int SetLock = 6; // F_SETLK
    private const int SetDescriptionLock = 37; // F_OFD_SETLK
    private const short WriteLock = 1; // F_WRLCK
    private const short NoLock = 2; // F_UNLCK

    [LibraryImport(Library, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport(Library, EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* ends, int flags);

    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    internal static partial nint ReadAt(int descriptor, byte* buffer, nint count, long offset);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    internal static partial nint WriteAt(int descriptor, byte* buffer, nint count, long offset);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int Truncate(int descriptor, long length);

    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(int descriptor, int mode, long offset, long length);

    [LibraryImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(int descriptor, int mode);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(int descriptor);

    [LibraryImport(Library, EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Link(string from, string to);

    [LibraryImport(Library, EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Rename(string from, string to);

    [LibraryImport(Library, EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Unlink(string path);

    [LibraryImport(Library, EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int MakeDirectory(string path, int mode);

    [LibraryImport(Library, EntryPoint = "rmdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int RemoveDirectory(string path);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true)]
    private static partial int Access(byte* path, int mode);

    /// <summary>Whether a file may be accessed so; otherwise errno is set.</summary>
    internal static bool MayAccess(ReadOnlySpan<byte> path, int mode)
    {
        byte[] ended = [.. path, 0];
        fixed (byte* start = ended)
            return Access(start, mode) == 0;
    }

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, RecordLock* argument);

    /// <summary>Takes a record lock (F_SETLK) on a whole file. Unlike flock(2) it does not pass to a child between fork and exec, which outlives
    /// a daemon killed amid a spawn for a moment. It ends when the process closes any descriptor of the file.</summary>
    internal static bool TryLock(int descriptor)
    {
        var wanted = new RecordLock { Kind = WriteLock };
        return Control(descriptor, SetLock, &wanted) == 0;
    }

    /// <summary>Takes a lock of an open file description (F_OFD_SETLK) on a whole file. It ends when this descriptor is closed, whoever closes others of the file.</summary>
    internal static bool TryLockDescription(int descriptor)
    {
        var wanted = new RecordLock { Kind = WriteLock };
        return Control(descriptor, SetDescriptionLock, &wanted) == 0;
    }

    /// <summary>The process that keeps others from <see cref="TryLock"/>; 0 if none does, or it cannot be known.</summary>
    internal static int LockHolder(int descriptor)
    {
        var wanted = new RecordLock { Kind = WriteLock };
        return Control(descriptor, GetLock, &wanted) == 0 && wanted.Kind != NoLock ? wanted.Owner : 0;
    }

    /// <summary><c>struct flock</c> of 64-bit Linux.</summary>
    private struct RecordLock
    {
        internal short Kind;
        internal short Whence;
        internal long Start;
        internal long Length;
        internal int Owner;
    }

    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, ClockTime* time);

    /// <summary>Reads CLOCK_BOOTTIME.</summary>
    internal static TimeSpan SinceBoot()
    {
        const int BootTime = 7;
        ClockTime time;
        _ = ReadClock(BootTime, &time);
        return new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    /// <summary><c>struct timespec</c> of 64-bit Linux.</summary>
    private struct ClockTime
    {
        internal long Seconds;
        internal long Nanoseconds;
    }

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PasswordEntry(string name, Password* entry, byte* buffer, nuint size, Password** result);

    [LibraryImport(Library, EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GroupEntry(string name, UnixGroup* entry, byte* buffer, nuint size, UnixGroup** result);

    /// <summary>Groups of a user; below 0 if there is no room for all, and then <paramref name="count"/> is how many there are.</summary>
    [LibraryImport(Library, EntryPoint = "getgrouplist", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GroupList(string name, uint group, uint* groups, int* count);

    [LibraryImport(Library, EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int SetAttribute(string path, string name, byte* value, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial nint GetAttribute(string path, string name, byte* value, nuint size);

    [LibraryImport(Library, EntryPoint = "fsetxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int SetAttribute(int descriptor, string name, byte* value, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "fgetxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial nint GetAttribute(int descriptor, string name, byte* value, nuint size);

    /// <summary><c>struct passwd</c> of glibc.</summary>
    internal struct Password
    {
        internal byte* Name;
        internal byte* Secret;
        internal uint User;
        internal uint Group;
        internal byte* FullName;
        internal byte* Home;
        internal byte* Shell;
    }

    /// <summary><c>struct group</c> of glibc.</summary>
    internal struct UnixGroup
    {
        internal byte* Name;
        internal byte* Secret;
        internal uint Id;
        internal byte** Members;
    }
}
