using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>System calls on log files that the framework has no way to make.</summary>
internal static partial class LogCalls
{
    private const int SeekData = 3;
    private const int NoSuchAddress = 6;
    private const int CurrentDirectory = -100, EmptyPath = 0x1000;
    private const uint Inode = 0x100;

    /// <summary>lseek(2) with SEEK_DATA: the first byte at or after an offset that lies in no hole; the end when only a hole follows.</summary>
    internal static long NextData(SafeFileHandle file, long offset, long end)
    {
        if (offset >= end)
            return end;
        var found = Seek(file, offset, SeekData);
        if (found >= 0)
            return Math.Min(found, end);
        // Other errors: a file system that knows no holes.
        return Marshal.GetLastPInvokeError() == NoSuchAddress ? end : offset;
    }

    /// <summary>Whether a path still leads to an open file. True as well when that cannot be told.</summary>
    internal static bool IsSameFile(SafeFileHandle file, string path) =>
        Identity((int)file.DangerousGetHandle(), "", EmptyPath) is not { } open || Identity(CurrentDirectory, path, 0) is not { } named || open == named;

    /// <summary>Device and inode by statx(2), whose layout is the same on all machines.</summary>
    private static unsafe (uint Major, uint Minor, ulong Inode)? Identity(int directory, string path, int flags)
    {
        var status = stackalloc byte[256];
        return Status(directory, path, flags, Inode, status) == 0
            ? (*(uint*)(status + 136), *(uint*)(status + 140), *(ulong*)(status + 32))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "lseek64", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
