using System.Runtime.InteropServices;

namespace Drover.Lava.Zmq;

/// <summary>The calls of the C library that the threads of the doors are woken by: eventfd(2), inotify(7).</summary>
internal static unsafe partial class SystemCalls
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800;
    // Not each write: a certificate is read when whoever writes it has closed it.
    private const uint Attributes = 0x4, Written = 0x8, MovedFrom = 0x40, MovedTo = 0x80, Created = 0x100, Deleted = 0x200, OnlyDirectory = 0x1000000;

    /// <summary>A new event descriptor; -1 when there is none to be had.</summary>
    public static int NewEvent() => NewEvent(0, CloseOnExec | NonBlocking);

    /// <summary>A descriptor that tells what happens to the files of a directory; -1 when it cannot be watched.</summary>
    public static int Watch(string directory)
    {
        var descriptor = NewInotify(CloseOnExec | NonBlocking);
        if (descriptor < 0 || AddWatch(descriptor, directory, Attributes | Written | MovedFrom | MovedTo | Created | Deleted | OnlyDirectory) >= 0)
            return descriptor;
        Close(descriptor);
        return -1;
    }

    public static void Raise(int descriptor)
    {
        var one = 1L;
        _ = Write(descriptor, &one, sizeof(long));
    }

    /// <summary>Takes everything that a descriptor has to tell.</summary>
    public static void Empty(int descriptor)
    {
        var bytes = stackalloc byte[4096];
        while (Read(descriptor, bytes, 4096) > sizeof(long))
        {
        }
    }

    public static void Close(int descriptor) => _ = CloseFile(descriptor);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int NewEvent(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int NewInotify(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int instance, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, void* into, nuint size);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, void* from, nuint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);
}
