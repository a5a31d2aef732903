using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>System calls on log files that the framework has no way to make.</summary>
internal static partial class LogCalls
{
    private const int SeekData = 3;
    private const int NoSuchAddress = 6;

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
        FileStatus.Of(file) is not { } open || FileStatus.Of(path) is not { } named || open.IsSameFile(named);

    /// <summary>A short text that is kept with a file; null if there is none.</summary>
    internal static unsafe string? Attribute(SafeFileHandle file, string name)
    {
        const int MostBytes = 64;
        var value = stackalloc byte[MostBytes];
        var length = GetAttribute(file, name, value, MostBytes);
        return length < 0 ? null : Encoding.ASCII.GetString(value, (int)length);
    }

    [LibraryImport("libc", EntryPoint = "fgetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint GetAttribute(SafeFileHandle file, string name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "lseek64", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
