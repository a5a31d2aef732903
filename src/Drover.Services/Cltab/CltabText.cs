using System.Collections.Immutable;

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

    /// <summary>Whether both have the same bytes in the same files.</summary>
    public bool SameAs(CltabText other) => Main.Span.SequenceEqual(other.Main.Span)
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
