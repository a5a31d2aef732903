using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>All levels of this daemon, ordered by rank. Domains declare them at start.</summary>
public sealed class LockLevels
{
    private readonly FrozenDictionary<string, int> _indexByName;

    /// <exception cref="DroverException"><c>LOCK_LEVEL_DUPLICATE</c>: two levels share a name or a rank.</exception>
    public LockLevels(IEnumerable<LockLevel> levels)
    {
        Ordered = [.. levels.OrderBy(level => level.Rank)];
        for (var i = 1; i < Ordered.Length; i++)
            if (Ordered[i].Rank == Ordered[i - 1].Rank)
                throw Duplicate($"Lock levels '{Ordered[i - 1].Name}' and '{Ordered[i].Name}' both have rank {Ordered[i].Rank}.");
        foreach (var twins in Ordered.GroupBy(level => level.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            throw Duplicate($"Lock level '{twins.Key}' is declared with ranks {string.Join(" and ", twins.Select(level => level.Rank))}.");
        _indexByName = Ordered.Select((level, index) => (level.Name, index))
            .ToFrozenDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
    }

    /// <summary>The levels, lowest rank first.</summary>
    public ImmutableArray<LockLevel> Ordered { get; }

    /// <summary>Whether a domain declared this level.</summary>
    public bool Contains(string name) => _indexByName.ContainsKey(name);

    /// <summary>Place of a level in <see cref="Ordered"/>.</summary>
    /// <exception cref="DroverException"><c>LOCK_LEVEL_UNKNOWN</c>: no domain declared it.</exception>
    internal int IndexOf(string name) => _indexByName.TryGetValue(name, out var index)
        ? index
        : throw new DroverException("LOCK_LEVEL_UNKNOWN",
            $"There is no lock level '{name}'. Known are: {string.Join(", ", Ordered.Select(level => level.Name))}.");

    private static DroverException Duplicate(string what) =>
        new("LOCK_LEVEL_DUPLICATE", what + " Names and ranks of lock levels are unique; give one of the domains another.");
}
