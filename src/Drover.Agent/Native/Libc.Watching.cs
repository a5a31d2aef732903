using System.Runtime.InteropServices;

namespace Drover.Agent.Native;

/// <content>inotify(7) and fanotify(7).</content>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, EntryPoint = "inotify_init1", SetLastError = true)]
    internal static partial int InotifyCreate(int flags);

    [LibraryImport(Library, EntryPoint = "inotify_add_watch", SetLastError = true)]
    internal static partial int InotifyAdd(int instance, byte* path, uint mask);

    [LibraryImport(Library, EntryPoint = "inotify_rm_watch", SetLastError = true)]
    internal static partial int InotifyRemove(int instance, int watch);

    [LibraryImport(Library, EntryPoint = "fanotify_init", SetLastError = true)]
    internal static partial int FanotifyCreate(uint flags, uint eventFlags);

    [LibraryImport(Library, EntryPoint = "fanotify_mark", SetLastError = true)]
    internal static partial int FanotifyMark(int group, uint flags, ulong mask, int directory, byte* path);

    /// <summary>Waits until one of a few descriptors can be read; the time is in milliseconds, and below zero without end.</summary>
    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    /// <summary><c>struct pollfd</c>.</summary>
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Found;
    }

    /// <summary>Opens what a file handle stands for.</summary>
    /// <param name="mount">Something of its file system, open.</param>
    /// <param name="handle"><c>struct file_handle</c>.</param>
    [LibraryImport(Library, EntryPoint = "open_by_handle_at", SetLastError = true)]
    internal static partial int OpenByHandle(int mount, byte* handle, int flags);

    [LibraryImport(Library, EntryPoint = "readlink", SetLastError = true)]
    internal static partial nint ReadLink(byte* path, byte* target, nuint size);

    /// <summary>Fills <c>struct statfs</c> of 64-bit Linux: the identity of the file system is the 8 bytes at 56.</summary>
    [LibraryImport(Library, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int FileSystemStatus(int descriptor, byte* status);
}
