using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Drover.Locks;

/// <summary>Candidates of a choosing demand in the order of preference, each once. Compared by value; all look-ups are prepared once.</summary>
internal sealed class CandidateList : IEquatable<CandidateList>
{
    private const int NamesShown = 5;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly int _hash;

    public CandidateList(IEnumerable<string> names)
    {
        Names = [.. names.Where(name => _places.TryAdd(name, _places.Count))];
        var hash = default(HashCode);
        foreach (var name in Names)
            hash.Add(name, StringComparer.Ordinal);
        _hash = hash.ToHashCode();
    }

    public ImmutableArray<string> Names { get; }

    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>Place of a candidate in the list, or -1.</summary>
    public int PlaceOf(string name) => _places.TryGetValue(name, out var place) ? place : -1;

    /// <summary>Whether the two lists have a candidate in common.</summary>
    public bool Meets(CandidateList other)
    {
        if (ReferenceEquals(this, other))
            return true;
        var (few, many) = Names.Length <= other.Names.Length ? (this, other) : (other, this);
        foreach (var name in few.Names)
            if (many.Contains(name))
                return true;
        return false;
    }

    public bool Equals(CandidateList? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Names.AsSpan().SequenceEqual(other.Names.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as CandidateList);

    public override int GetHashCode() => _hash;

    /// <summary><c>[b1 b2 b3]</c>; a long list is cut, and a part of its SHA-256 tells it from others that begin alike.</summary>
    public override string ToString()
    {
        if (Names.Length <= NamesShown)
            return $"[{string.Join(' ', Names)}]";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Names))).AsSpan(0, 4));
        return $"[{string.Join(' ', Names.Take(NamesShown))} and {Names.Length - NamesShown} more, {hash}]";
    }
}
