using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Storage.Tests.Logs;

/// <summary>Attributes of files.</summary>
internal static partial class Marks
{
    /// <summary>False where the file system keeps none.</summary>
    public static bool Set(string path, string name, string value) => SetAttribute(path, name, Encoding.ASCII.GetBytes(value), (nuint)value.Length, 0) == 0;

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(string path, string name, byte[] value, nuint size, int flags);
}
