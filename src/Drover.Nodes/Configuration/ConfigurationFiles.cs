using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Drover.Nodes.Configuration;

/// <summary>Files of the cluster's configuration, all of one moment.</summary>
public sealed class ConfigurationFiles
{
    /// <param name="files">Contents by name, without a directory.</param>
    public ConfigurationFiles(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        Contents = files.ToFrozenDictionary(StringComparer.Ordinal);
        Hash = Sum();
    }

    /// <summary>All of the configuration, which master candidates hold as <see cref="DataName"/>; empty for a node that is to hold no copy, null where nothing is said of it.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The file that has it.</summary>
    public const string DataName = "config.data";

    /// <summary>Contents by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents { get; }

    /// <summary>SHA-256 of names and contents in hexadecimal digits, without <see cref="Data"/>: another one where anything differs.</summary>
    public string Hash { get; }

    /// <summary>Whether who keeps the others keeps these.</summary>
    public bool SameAs(ConfigurationFiles? others) =>
        Hash == others?.Hash && (Data is null) == (others.Data is null) && Data.AsSpan().SequenceEqual(others.Data);

    private string Sum()
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var name in Contents.Keys.Order(StringComparer.Ordinal))
            foreach (var part in new[] { Encoding.UTF8.GetBytes(name), Contents[name] })
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
                sum.AppendData(length);
                sum.AppendData(part);
            }
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
