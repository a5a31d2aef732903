using System.Collections.Immutable;
using Drover.Nodes.Services;

namespace Drover.Services.Cltab;

/// <summary>A cltab as it was read.</summary>
/// <param name="Main">The bytes of the file itself.</param>
/// <param name="Included">The files of the directories that it includes, in the order in which they count.</param>
public sealed record CltabText(ReadOnlyMemory<byte> Main, ImmutableArray<CltabPart> Included)
{
    /// <summary>A cltab that includes nothing.</summary>
    public CltabText(ReadOnlyMemory<byte> main) : this(main, [])
    {
    }

    /// <summary>That of the cluster, which counts beside it; null if there is none.</summary>
    public ClusterCltab? Cluster { get; init; }

    /// <summary>A cltab with nothing in it.</summary>
    public static CltabText Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    /// <summary>What is the node's own of it.</summary>
    public CltabText Own => Cluster is null ? this : this with { Cluster = null };

    /// <summary>Whether both have the same bytes in the same files.</summary>
    public bool SameAs(CltabText other) => Cluster == other.Cluster && Main.Span.SequenceEqual(other.Main.Span)
        && Included.Length == other.Included.Length && Included.Zip(other.Included).All(pair => pair.First.SameAs(pair.Second));
}

/// <summary>A file that a cltab includes.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Bytes">What is in it.</param>
public sealed record CltabPart(string Path, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether both are the same file with the same bytes.</summary>
    public bool SameAs(CltabPart other) => Path == other.Path && Bytes.Span.SequenceEqual(other.Bytes.Span);
}
