using System.Runtime.InteropServices;

namespace Drover.Storage.Logs;

/// <summary>inotify(7).</summary>
internal static partial class InotifyCalls
{
    /// <summary>Events were lost.</summary>
    internal const uint Overflowed = 0x4000;

    /// <summary>The directory was moved, removed or unmounted, or its watch has ended.</summary>
    internal const uint DirectoryGone = DeleteSelf | MoveSelf | Unmounted | Ignored;

    private const uint Modify = 0x2, MovedFrom = 0x40, MovedTo = 0x80, Create = 0x100, Delete = 0x200, DeleteSelf = 0x400, MoveSelf = 0x800;
    private const uint Unmounted = 0x2000, Ignored = 0x8000, OnlyDirectory = 0x1000000;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;

    /// <summary>A new instance; -1 when the system has no more.</summary>
    internal static int Open() => Init(CloseOnExec);

    /// <summary>Watches what happens in a directory; null when that is not possible.</summary>
    internal static int? Add(int instance, string directory)
    {
        var descriptor = AddWatch(instance, directory, Modify | MovedFrom | MovedTo | Create | Delete | DeleteSelf | MoveSelf | OnlyDirectory);
        return descriptor >= 0 ? descriptor : null;
    }

    internal static void Remove(int instance, int descriptor) => _ = RemoveWatch(instance, descriptor);

    /// <summary>Waits for events; 0 when there will be no more.</summary>
    internal static unsafe int Read(int instance, byte[] buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint got;
            do
                got = Read(instance, bytes, buffer.Length);
            while (got < 0 && Marshal.GetLastPInvokeError() == Interrupted);
            return Math.Max(0, (int)got);
        }
    }

    internal static void Close(int instance) => _ = CloseFile(instance);

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int instance, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    private static partial int RemoveWatch(int instance, int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint Read(int instance, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int instance);
}
