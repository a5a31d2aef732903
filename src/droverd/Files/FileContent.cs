using System.Security.Cryptography;
using System.Text;
using Drover.Services.Cltab;

namespace Drover.Daemon.Files;

/// <summary>What a file holds: all of it where it is a small text, else what tells it from another.</summary>
internal sealed class FileContent
{
    /// <summary>Longest file whose text is kept to tell what has changed, in bytes.</summary>
    public const int LongestText = 1 << 20;

    // Pipes and devices are not read: that could last for ever.
    private static readonly LinuxCltabFiles s_files = new();

    private readonly string _mark;

    private FileContent(string mark, string? text) => (_mark, Text) = (mark, text);

    /// <summary>The text; null for what is longer, or no text.</summary>
    public string? Text { get; }

    public bool Is(FileContent? other) => other is not null && _mark == other._mark;

    /// <summary>Reads a file; null when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileContent? Read(string path)
    {
        try
        {
            var facts = s_files.Read(path, LongestText);
            if (!facts.IsRegular)
                return new FileContent("no plain file", null);
            if (facts.Length > LongestText)
                return new FileContent($"{facts.Stamp}", null);
            var bytes = facts.Content.Span;
            return new FileContent(Convert.ToHexString(SHA256.HashData(bytes)), bytes.Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
