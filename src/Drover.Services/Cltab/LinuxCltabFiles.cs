using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Services.Cltab;

/// <summary>Reads real files. The owner comes from statx(2) on the opened descriptor.</summary>
public sealed partial class LinuxCltabFiles : ICltabFiles
{
    private const int CurrentDirectory = -100;
    private const int AtEmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int TypeMask = 0xf000;
    private const int RegularFile = 0x8000;
    private const int Directory = 0x4000;
    private const int NoEntry = 2;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <inheritdoc/>
    public CltabFileFacts Read(string path, int limit)
    {
        // Opening a pipe waits for somebody who writes, maybe for ever, so the name is looked at before; what counts is what was opened.
        if (StatxByName(CurrentDirectory, path, 0, BasicStats, out var named) == 0 && (named.Mode & TypeMask) != RegularFile)
            return new CltabFileFacts(named.Owner, (UnixFileMode)(named.Mode & 0xfff), IsRegular: false, 0, default);
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var stat = Look(handle);
        var mode = (UnixFileMode)(stat.Mode & 0xfff);
        var isRegular = (stat.Mode & TypeMask) == RegularFile;
        var content = isRegular && stat.Size <= (ulong)limit ? ReadAll(handle, limit) : [];
        var stamp = stat.Stamp;
        return new CltabFileFacts(stat.Owner, mode, isRegular, Math.Max((long)stat.Size, content.Length), content)
        {
            Stamp = stamp,
            IsSteady = Look(handle).Stamp == stamp,
        };
    }

    /// <inheritdoc/>
    public CltabDirectoryFacts List(string directory)
    {
        var stat = Look(directory);
        var isDirectory = (stat.Mode & TypeMask) == Directory;
        return new CltabDirectoryFacts(stat.Owner, (UnixFileMode)(stat.Mode & 0xfff), isDirectory,
            isDirectory ? [.. System.IO.Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path))] : [])
        {
            Stamp = stat.Stamp,
            IsSteady = Look(directory).Stamp == stat.Stamp,
        };
    }

    private static StatxResult Look(string path) => StatxByName(CurrentDirectory, path, 0, BasicStats, out var stat) == 0 ? stat
        : Marshal.GetLastPInvokeError() == NoEntry ? throw new DirectoryNotFoundException()
        : throw new IOException($"{Marshal.GetLastPInvokeErrorMessage()}.");

    private static StatxResult Look(SafeFileHandle handle) => Statx(handle, "", AtEmptyPath, BasicStats, out var stat) == 0
        ? stat
        : throw new IOException($"statx failed with errno {Marshal.GetLastPInvokeError()}");

    private static byte[] ReadAll(SafeFileHandle handle, int limit)
    {
        using var content = new MemoryStream();
        var buffer = new byte[65536];
        for (int read; content.Length <= limit && (read = RandomAccess.Read(handle, buffer, content.Length)) > 0;)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle directory, string path, int flags, uint mask, out StatxResult result);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxByName(int directory, string path, int flags, uint mask, out StatxResult result);

    /// <summary>The fields of struct statx (linux/stat.h) that matter here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public long ChangedSeconds;
        [FieldOffset(104)] public uint ChangedNanoseconds;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(136)] public ulong Device;

        public readonly FileStamp Stamp => new(
            Device, Inode, Size, ModifiedSeconds * NanosecondsPerSecond + ModifiedNanoseconds, ChangedSeconds * NanosecondsPerSecond + ChangedNanoseconds);
    }
}
