using System.Security.Cryptography;
using Drover.Agent.Native;

namespace Drover.Agent.Accounts.Files;

/// <summary>Which state of which file: another one once it was written or replaced.</summary>
internal readonly record struct FileStamp(FileIdentity Identity, ulong Size, long Changed)
{
    public static FileStamp Of(FileStatus status) => new(status.Identity, status.Size, status.Changed);

    /// <summary>Of what a path leads to; null when there is nothing.</summary>
    public static FileStamp? Of(string path) => FileStatus.Of(path) is { } status ? Of(status) : null;
}

/// <summary>A file as it was read.</summary>
internal sealed record FileContent(byte[] Bytes, FileStamp Stamp, FileStatus Status)
{
    /// <summary>SHA-256 of the bytes, as hexadecimal digits.</summary>
    public string Hash => HashOf(Bytes);

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>The account files as they were read; those that are not there are left out.</summary>
internal sealed class FileContents
{
    private readonly FileContent?[] _contents = new FileContent?[AccountFiles.All.Count];

    public FileContent? Find(AccountFile file) => _contents[(int)file];

    public void Set(AccountFile file, FileContent content) => _contents[(int)file] = content;

    /// <summary>Whether all hold the same bytes.</summary>
    public bool HoldTheSame(FileContents other) => AccountFiles.All.All(file =>
        Find(file) is { } mine ? other.Find(file) is { } theirs && mine.Bytes.AsSpan().SequenceEqual(theirs.Bytes) : other.Find(file) is null);
}
