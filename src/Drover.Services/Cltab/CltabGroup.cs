using System.Collections.Immutable;
using Drover.Services.Settings;

namespace Drover.Services.Cltab;

/// <summary>A resource group as a cltab defines it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entries">Its entries in file order; those that could be read, if the group has errors.</param>
/// <param name="Options">What extension lines say about the group.</param>
public sealed record CltabGroup(string Name, ImmutableArray<CltabEntry> Entries, GroupOptions Options)
{
    private ImmutableDictionary<string, CltabEntry>? _byTag;

    /// <summary>The entry of a tag; null if there is none.</summary>
    public CltabEntry? Find(string tag)
    {
        _byTag ??= Entries.ToImmutableDictionary(e => e.Tag, StringComparer.Ordinal);
        return _byTag.GetValueOrDefault(tag);
    }

    /// <summary>Whether both say the same in the same order, whatever the line numbers.</summary>
    public bool SameAs(CltabGroup other) =>
        Name == other.Name && Options == other.Options && Entries.Length == other.Entries.Length
        && Entries.Zip(other.Entries).All(pair => pair.First.SameAs(pair.Second));
}
