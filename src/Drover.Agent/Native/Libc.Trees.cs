using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <content>Entries of directories, by the descriptor of the directory and the name in it.</content>
internal static unsafe partial class Libc
{
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int directory, byte* name, int flags, int mode);

    /// <summary>Fills a buffer with <c>struct linux_dirent64</c> one behind the other; 0 at the end.</summary>
    [LibraryImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    internal static partial nint ReadEntries(int directory, byte* buffer, nuint size);

    [LibraryImport(Library, EntryPoint = "fchownat", SetLastError = true)]
    private static partial int ChangeOwnerAt(int directory, byte* name, uint user, uint group, int flags);

    /// <summary>Changes the owner of what a descriptor stands for, also of one that was opened as a path.</summary>
    internal static int ChangeOwner(int descriptor, uint user, uint group)
    {
        byte empty = 0;
        return ChangeOwnerAt(descriptor, &empty, user, group, EmptyPath);
    }

    [LibraryImport(Library, EntryPoint = "chmod", SetLastError = true)]
    internal static partial int ChangeMode(byte* path, int mode);

    /// <summary>Does not follow a link at the end of the path.</summary>
    [LibraryImport(Library, EntryPoint = "lgetxattr", SetLastError = true)]
    internal static partial nint GetAttributeOfEntry(byte* path, byte* name, byte* value, nuint size);

    /// <summary>Reads an attribute of an entry of an open directory, of a link itself (Linux 6.13; else <see cref="Errno.NoCall"/>).</summary>
    internal static nint GetAttributeAt(int directory, byte* entry, byte* name, byte* value, uint size)
    {
        const nint CallGetxattrat = 464; // on every architecture
        const nint NotFollowed = 0x100; // AT_SYMLINK_NOFOLLOW
        var to = new AttributeRoom { Value = (ulong)value, Size = size };
        return Call6(CallGetxattrat, directory, (nint)entry, NotFollowed, (nint)name, (nint)(&to), sizeof(AttributeRoom));
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call6(nint number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    /// <summary><c>struct xattr_args</c>.</summary>
    private struct AttributeRoom
    {
        internal ulong Value;
        internal uint Size;
        internal uint Flags;
    }

    [LibraryImport(Library, EntryPoint = "getxattr", SetLastError = true)]
    internal static partial nint GetAttribute(byte* path, byte* name, byte* value, nuint size);

    [LibraryImport(Library, EntryPoint = "setxattr", SetLastError = true)]
    internal static partial int SetAttribute(byte* path, byte* name, byte* value, nuint size, int flags);
}
