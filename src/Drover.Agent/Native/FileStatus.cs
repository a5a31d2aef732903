using System.Globalization;
using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <summary>What statx(2) says of a file.</summary>
/// <param name="Identity">Which file it is, under whatever name.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Mode">Type and permissions, as in inode(7).</param>
internal readonly partial record struct FileStatus(FileIdentity Identity, uint Links, ushort Mode)
{
    private const int CurrentDirectory = -100, EmptyPath = 0x1000;
    private const uint TypeModeLinksInode = 0x1 | 0x2 | 0x4 | 0x100;
    private const int TypeBits = 0xF000, Regular = 0x8000;

    internal bool IsRegular => (Mode & TypeBits) == Regular;

    /// <summary>Of what a path leads to; null when there is nothing, or it cannot be told.</summary>
    internal static FileStatus? Of(string path) => Read(CurrentDirectory, path, 0);

    /// <summary>Of an open file; null when it cannot be told.</summary>
    internal static FileStatus? Of(int descriptor) => Read(descriptor, "", EmptyPath);

    // The layout of struct statx is the same on all machines (linux/stat.h).
    private static unsafe FileStatus? Read(int directory, string path, int flags)
    {
        var status = stackalloc byte[256];
        return Status(directory, path, flags, TypeModeLinksInode, status) == 0
            ? new FileStatus(new FileIdentity(*(uint*)(status + 136), *(uint*)(status + 140), *(ulong*)(status + 32)), *(uint*)(status + 16), *(ushort*)(status + 28))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);
}

/// <summary>A file of this machine, whatever it is called: device and inode.</summary>
internal readonly record struct FileIdentity(uint Major, uint Minor, ulong Inode)
{
    /// <summary>Reads what <see cref="ToString"/> writes; null if it is none.</summary>
    internal static FileIdentity? Parse(string text) =>
        text.Split(':') is [var major, var minor, var inode]
        && uint.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && uint.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && ulong.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new FileIdentity(first, second, number)
            : null;

    /// <summary><c>MAJOR:MINOR:INODE</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}:{Minor}:{Inode}");
}
