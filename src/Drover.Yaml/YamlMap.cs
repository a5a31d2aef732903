using System.Collections;
using System.Collections.Immutable;

namespace Drover.Yaml;

/// <summary>
/// Keys and values in the order of the text. Keys are equal as Python has it (1, 1.0 and true are one key): of two equal keys the first one keeps its place, the later value counts.
/// </summary>
public sealed class YamlMap : YamlNode, IReadOnlyList<YamlEntry>
{
    // Up to here looking at each key costs less than a table.
    private const int FewKeys = 8;

    private readonly ImmutableArray<YamlEntry> _entries;
    private readonly Dictionary<YamlScalar, int>? _places;

    internal YamlMap(IReadOnlyCollection<YamlEntry> entries, bool isSet, int line, int column) : base(line, column)
    {
        IsSet = isSet;
        var distinct = ImmutableArray.CreateBuilder<YamlEntry>(entries.Count);
        if (entries.Count > FewKeys)
            _places = new Dictionary<YamlScalar, int>(entries.Count, YamlKeyEquality.Instance);
        foreach (var entry in entries)
        {
            var place = _places is null ? Place(distinct, entry.Key) : _places.GetValueOrDefault(entry.Key, -1);
            if (place >= 0)
            {
                distinct[place] = new YamlEntry(distinct[place].Key, entry.Value);
                continue;
            }

            _places?.Add(entry.Key, distinct.Count);
            distinct.Add(entry);
        }

        _entries = distinct.DrainToImmutable();
    }

    /// <summary>A map that was not read from a document.</summary>
    public YamlMap(IEnumerable<YamlEntry> entries) : this([.. entries], isSet: false, 0, 0)
    {
    }

    /// <summary>A map with texts for keys that was not read from a document.</summary>
    public YamlMap(IEnumerable<(string Key, YamlNode Value)> entries) : this(entries.Select(entry => new YamlEntry(YamlScalar.Of(entry.Key), entry.Value)))
    {
    }

    /// <summary>Whether this is a set (<c>!!set</c>): its keys are the members, and the values mean nothing.</summary>
    public bool IsSet { get; }

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public YamlEntry this[int index] => _entries[index];

    /// <summary>The value of a key that is this text; null when there is none.</summary>
    public YamlNode? Find(string key) => Entry(key)?.Value;

    /// <summary>The entry whose key is this text; null when there is none.</summary>
    public YamlEntry? Entry(string key)
    {
        var sought = YamlScalar.Of(key);
        var place = _places is null ? Place(_entries, sought) : _places.GetValueOrDefault(sought, -1);
        return place < 0 ? null : _entries[place];
    }

    /// <inheritdoc/>
    public IEnumerator<YamlEntry> GetEnumerator() => ((IEnumerable<YamlEntry>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Place(IReadOnlyList<YamlEntry> entries, YamlScalar key)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (YamlKeyEquality.Instance.Equals(entries[i].Key, key))
                return i;
        }

        return -1;
    }
}
