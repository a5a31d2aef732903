using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Daemon.Process;

/// <summary>The calls that put the surroundings right.</summary>
internal static unsafe partial class SystemCalls
{
    private const int GetFlags = 1; // F_GETFD
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const int NoFollow = 0x20000;
    private const int CloseOnExec = 0x80000;

    /// <summary>Flags of a descriptor (1: close-on-exec); below 0 if it is closed.</summary>
    public static int DescriptorFlags(int descriptor) => Control(descriptor, GetFlags);

    /// <summary>Makes descriptors lead to /dev/null.</summary>
    public static void OpenNothing(List<int> descriptors)
    {
        if (descriptors.Count == 0)
            return;
        var nothing = Open("/dev/null", ReadWrite | CloseOnExec);
        foreach (var descriptor in descriptors)
            _ = Duplicate(nothing, descriptor);
    }

    /// <summary>Opens a file for reading: no link, and without waiting for somebody who writes, where it is a pipe.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenWithoutWaiting(string path)
    {
        var descriptor = Open(path, NonBlocking | NoFollow | CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <summary>Executes a program in this process (execve(2)). Comes back only if that fails.</summary>
    public static void Execute(string program, List<byte[]> words, List<byte[]> variables) =>
        _ = Execute(program, Table(words), Table(variables));

    /// <summary>Never freed: the image that it belongs to is about to go.</summary>
    private static byte** Table(List<byte[]> texts)
    {
        var table = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++)
        {
            table[i] = (byte*)NativeMemory.AllocZeroed((nuint)texts[i].Length + 1);
            texts[i].CopyTo(new Span<byte>(table[i], texts[i].Length));
        }
        return table;
    }

    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, byte** words, byte** variables);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
