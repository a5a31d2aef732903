using System.Security.Cryptography;
using System.Text;

namespace Drover.Daemon.Files;

/// <summary>What a file holds: all of it where it is small, else its hash alone.</summary>
internal sealed class FileContent
{
    /// <summary>Longest file whose text is kept to tell what has changed, in bytes.</summary>
    public const int LongestText = 1 << 20;

    private readonly string _hash;

    private FileContent(string hash, string? text) => (_hash, Text) = (hash, text);

    /// <summary>The text; null for what is longer, or no text.</summary>
    public string? Text { get; }

    public bool Is(FileContent? other) => other is not null && _hash == other._hash;

    /// <summary>Reads a file; null when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileContent? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!file.CanSeek || file.Length > LongestText)
                return new FileContent(Convert.ToHexString(SHA256.HashData(file)), null);
            var bytes = new byte[file.Length];
            var read = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return new FileContent(Convert.ToHexString(SHA256.HashData(read)), read.Contains((byte)0) ? null : Encoding.UTF8.GetString(read));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
