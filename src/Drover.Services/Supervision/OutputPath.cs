using System.Security.Cryptography;
using System.Text;
using Drover.Nodes.Services;

namespace Drover.Services.Supervision;

/// <summary>Where captured output is, below a directory: <c>NODE/GROUP/TAG.log</c>.</summary>
internal static class OutputPath
{
    /// <summary>Leaves room for the endings of logs.</summary>
    private const int LongestFileName = 240;

    public static string Of(string directory, ProcessKey key) =>
        Path.Combine(directory, FileName(key.Node), FileName(key.Group), FileName(key.Tag) + ".log");

    /// <summary>Where builds that knew one machine only had it: <c>GROUP/TAG.log</c>.</summary>
    public static string WithoutNode(string directory, ProcessKey key) =>
        Path.Combine(directory, FileName(key.Group), FileName(key.Tag) + ".log");

    /// <summary>Where what such a build has at a path belongs.</summary>
    public static string OfOlder(string path, ProcessKey key) => Of(Path.GetDirectoryName(Path.GetDirectoryName(path)) ?? "/", key);

    /// <summary>Names are free strings; a file name holds the plain ones as they are and the others escaped. File systems
    /// take 255 bytes: of a longer name the beginning is kept, and a hash parts it from others that begin alike.</summary>
    private static string FileName(string name)
    {
        if (name is "." or ".." or "")
            return "%" + Convert.ToHexString(Encoding.UTF8.GetBytes(name));
        var escaped = Uri.EscapeDataString(name);
        return escaped.Length <= LongestFileName
            ? escaped
            : $"{escaped.AsSpan(0, LongestFileName - 33)}%{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16))}";
    }
}
