using System.Security.Cryptography;
using System.Text;

namespace Drover.Nodes.Services;

/// <summary>A version of the cltab that all nodes of a cluster have beside their own.</summary>
/// <param name="Version">Its number, from 1; 0 where there is none.</param>
/// <param name="Text">The whole of it.</param>
public sealed record ClusterCltab(int Version, string Text)
{
    private string? _hash;

    /// <summary>The cluster has none.</summary>
    public static ClusterCltab None { get; } = new(0, "");

    /// <summary>Whether the cluster has none.</summary>
    public bool IsNone => Version == 0;

    /// <summary>SHA-256 of its text as UTF-8, in hexadecimal digits. Whoever has made the sum before gives it, for the text may be long.</summary>
    public string Hash
    {
        get => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
        init => _hash = value;
    }

    /// <summary>What messages call it.</summary>
    public string Name => $"version {Version} of the cluster's cltab";

    /// <inheritdoc/>
    public bool Equals(ClusterCltab? other) => other is not null && Version == other.Version && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Text);
}
