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

    [LibraryImport(Library, EntryPoint = "getxattr", SetLastError = true)]
    internal static partial nint GetAttribute(byte* path, byte* name, byte* value, nuint size);

    [LibraryImport(Library, EntryPoint = "setxattr", SetLastError = true)]
    internal static partial int SetAttribute(byte* path, byte* name, byte* value, nuint size, int flags);
}
