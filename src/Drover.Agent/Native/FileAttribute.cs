using System.Text;

namespace Drover.Agent.Native;

/// <summary>Short texts that are kept with an open file (xattr(7)).</summary>
internal static unsafe class FileAttribute
{
    private const int MostBytes = 64;

    /// <summary>Null if there is none.</summary>
    internal static string? Get(int descriptor, string name)
    {
        var value = stackalloc byte[MostBytes];
        var length = Libc.GetAttribute(descriptor, name, value, MostBytes);
        return length < 0 ? null : Encoding.ASCII.GetString(value, (int)length);
    }

    /// <summary>False where it cannot be kept.</summary>
    internal static bool Set(int descriptor, string name, string value)
    {
        var bytes = Encoding.ASCII.GetBytes(value);
        fixed (byte* first = bytes)
            return Libc.SetAttribute(descriptor, name, first, (nuint)bytes.Length, 0) == 0;
    }
}
