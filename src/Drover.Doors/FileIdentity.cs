using System.Runtime.InteropServices;

namespace Drover.Doors;

/// <summary>A file of this machine, whatever it is called: device and inode, as statx(2) says them.</summary>
internal readonly partial record struct FileIdentity(uint Major, uint Minor, ulong Inode)
{
    private const int CurrentDirectory = -100, NoFollow = 0x100;
    private const uint InodeOnly = 0x100;

    /// <summary>Of what has a name now; a link is not followed. Null when there is nothing, or it cannot be told.</summary>
    // The layout of struct statx is the same on all machines (linux/stat.h).
    internal static unsafe FileIdentity? Of(string path)
    {
        var status = stackalloc byte[256];
        return Status(CurrentDirectory, path, NoFollow, InodeOnly, status) == 0
            ? new FileIdentity(*(uint*)(status + 136), *(uint*)(status + 140), *(ulong*)(status + 32))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
