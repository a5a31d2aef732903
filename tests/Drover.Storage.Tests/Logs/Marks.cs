using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Storage.Tests.Logs;

/// <summary>Attributes of files.</summary>
internal static partial class Marks
{
    /// <summary>False where the file system keeps none.</summary>
    public static bool Set(string path, string name, string value) => SetAttribute(path, name, Encoding.ASCII.GetBytes(value), (nuint)value.Length, 0) == 0;

    /// <summary>Writes times of a log as the agent does: up to which offset it went, and when that was seen, in microseconds.</summary>
    public static void SetTimes(string log, params (long End, long Time)[] records) => File.WriteAllBytes(log + ".times",
        [.. "drtimes1"u8, .. BitConverter.GetBytes(FileStatus.Of(log)!.Value.Inode), .. records.SelectMany(record => BitConverter.GetBytes(record.End).Concat(BitConverter.GetBytes(record.Time)))]);

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(string path, string name, byte[] value, nuint size, int flags);
}
