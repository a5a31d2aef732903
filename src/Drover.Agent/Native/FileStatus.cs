using System.Globalization;
using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <summary>What statx(2) says of a file.</summary>
/// <param name="Identity">Which file it is, under whatever name.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Mode">Type and permissions, as in inode(7).</param>
/// <param name="Owner">Its user.</param>
/// <param name="Group">Its group.</param>
internal readonly partial record struct FileStatus(FileIdentity Identity, uint Links, ushort Mode, uint Owner, uint Group)
{
    private const int CurrentDirectory = -100, EmptyPath = 0x1000, NotFollowed = 0x100;
    private const uint TypeModeLinksOwnersTimesInodeSize = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100 | 0x200;
    private const int StatusBytes = 256;
    private const int TypeBits = 0xF000, Regular = 0x8000, Directory = 0x4000;

    /// <summary>Its length, in bytes.</summary>
    internal ulong Size { get; init; }

    /// <summary>When anything of it was changed last, in nanoseconds since 1970.</summary>
    internal long Changed { get; init; }

    internal bool IsRegular => (Mode & TypeBits) == Regular;

    internal bool IsDirectory => (Mode & TypeBits) == Directory;

    /// <summary>Of what a path leads to; null when there is nothing, or it cannot be told.</summary>
    internal static FileStatus? Of(string path) => Read(CurrentDirectory, path, 0);

    /// <summary>Of an open file; null when it cannot be told.</summary>
    internal static FileStatus? Of(int descriptor) => Read(descriptor, "", EmptyPath);

    /// <summary>Of an entry of an open directory, a link itself and not what it leads to; null when it cannot be told (errno is set).</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name in it, with a closing zero.</param>
    internal static unsafe FileStatus? OfEntry(int directory, byte* name)
    {
        var status = stackalloc byte[StatusBytes];
        return Status(directory, name, NotFollowed, TypeModeLinksOwnersTimesInodeSize, status) == 0 ? From(status) : null;
    }

    private static unsafe FileStatus? Read(int directory, string path, int flags)
    {
        var status = stackalloc byte[StatusBytes];
        return Status(directory, path, flags, TypeModeLinksOwnersTimesInodeSize, status) == 0 ? From(status) : null;
    }

    // The layout of struct statx is the same on all machines (linux/stat.h).
    private static unsafe FileStatus From(byte* status) => new(
        new FileIdentity(*(uint*)(status + 136), *(uint*)(status + 140), *(ulong*)(status + 32)),
        *(uint*)(status + 16), *(ushort*)(status + 28), *(uint*)(status + 20), *(uint*)(status + 24))
    {
        Size = *(ulong*)(status + 40),
        Changed = (*(long*)(status + 96) * 1_000_000_000) + *(uint*)(status + 104),
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int Status(int directory, byte* path, int flags, uint mask, byte* status);
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
