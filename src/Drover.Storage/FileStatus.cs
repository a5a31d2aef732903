using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage;

/// <summary>What statx(2) says of a file. Its times are not asked for: a file whose times were looked at gets a new time stamp with its next write, and
/// with that a record in the journal of the file system.</summary>
/// <param name="Mode">Type and permissions, as in inode(7).</param>
/// <param name="Owner">Id of the user who owns it.</param>
/// <param name="Major">Major number of its device.</param>
/// <param name="Minor">Minor number of its device.</param>
/// <param name="Inode">Its number on that device.</param>
internal readonly partial record struct FileStatus(ushort Mode, uint Owner, uint Major, uint Minor, ulong Inode)
{
    private const int CurrentDirectory = -100, EmptyPath = 0x1000;
    private const uint TypeModeOwnerInode = 0x1 | 0x2 | 0x8 | 0x100;

    /// <summary>Permissions of group and others to write.</summary>
    internal const int OthersMayWrite = 0x12;

    /// <summary>Of what a path leads to; null when there is nothing, or it cannot be told.</summary>
    internal static FileStatus? Of(string path) => Read(CurrentDirectory, path, 0);

    /// <summary>Of an open file; null when it cannot be told.</summary>
    internal static FileStatus? Of(SafeFileHandle file) => Read((int)file.DangerousGetHandle(), "", EmptyPath);

    /// <summary>Whether both are the same file, under whatever name.</summary>
    internal bool IsSameFile(FileStatus other) => (Major, Minor, Inode) == (other.Major, other.Minor, other.Inode);

    // The layout of struct statx is the same on all machines (linux/stat.h).
    private static unsafe FileStatus? Read(int directory, string path, int flags)
    {
        var status = stackalloc byte[256];
        return Status(directory, path, flags, TypeModeOwnerInode, status) == 0
            ? new FileStatus(*(ushort*)(status + 28), *(uint*)(status + 20), *(uint*)(status + 136), *(uint*)(status + 140), *(ulong*)(status + 32))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
