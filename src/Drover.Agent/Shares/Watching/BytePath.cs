using System.Text;
using Drover.Agent.Shares.Walking;

namespace Drover.Agent.Shares.Watching;

/// <summary>Paths as keys: names are bytes, and as Latin-1 each byte is one character. The root of a tree is the empty text.</summary>
internal static class BytePath
{
    internal static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    internal static string Of(RawPath path) => string.Join('/', path.Names.Select(name => Of(name)));

    internal static string Join(string directory, string name) => directory.Length == 0 ? name : name.Length == 0 ? directory : $"{directory}/{name}";

    /// <summary>The names of a path, each with a closing zero.</summary>
    internal static IEnumerable<byte[]> Names(string path) => path.Length == 0 ? [] : path.Split('/').Select(name => Encoding.Latin1.GetBytes(name + '\0'));

    internal static RawPath Raw(string path) => path.Length == 0 ? RawPath.Root : new RawPath([.. path.Split('/').Select(Encoding.Latin1.GetBytes)]);

    /// <summary>The directory of a path and the name in it.</summary>
    internal static (string Directory, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }

    /// <summary>Whether a path is another one, or lies below it.</summary>
    internal static bool IsWithin(string path, string other) =>
        other.Length == 0 || (path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] == '/'));
}
