using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>
/// What a job wants, or holds: immutable, normalised, compared by value. Each lock stands in it once, in its strongest mode; a
/// member that the demand for its whole level already covers is left out.
/// </summary>
public sealed partial class LockSet : IEquatable<LockSet>
{
    /// <summary>No demands.</summary>
    public static LockSet Empty { get; } = new([], [], []);

    private LockSet(
        ImmutableArray<LockDemand> demands, ImmutableArray<ChoosingDemand> choosing, ImmutableArray<OpportunisticDemand> opportunistic)
    {
        Demands = demands;
        Choosing = choosing;
        Opportunistic = opportunistic;
    }

    /// <summary>Members and whole levels in byte order of their names.</summary>
    public ImmutableArray<LockDemand> Demands { get; }

    /// <summary>Choosing demands by level, and within a level in the order in which they were given. A set that is held has none.</summary>
    public ImmutableArray<ChoosingDemand> Choosing { get; }

    /// <summary>Opportunistic demands by level, at most one a level. A set that is held has none.</summary>
    public ImmutableArray<OpportunisticDemand> Opportunistic { get; }

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsEmpty => Demands.IsEmpty && IsConcrete;

    /// <summary>Whether all locks in it are named, as in every set that is held.</summary>
    public bool IsConcrete => Choosing.IsEmpty && Opportunistic.IsEmpty;

    /// <summary>This set and one member of a level.</summary>
    /// <exception cref="DroverException"><c>LOCK_SET_INVALID</c>: an empty name, or the level is demanded in another way that does not
    /// go with this one.</exception>
    public LockSet With(string level, string name, LockMode mode) => With(level, [name], mode);

    /// <summary>This set and members of a level. Give many names at once: each call copies the set.</summary>
    /// <inheritdoc cref="With(string, string, LockMode)" path="/exception"/>
    public LockSet With(string level, IEnumerable<string> names, LockMode mode) =>
        Build([.. Demands, .. names.Select(name => new LockDemand(new(level, name), mode))], Choosing, Opportunistic);

    /// <summary>This set and a whole level: conflicts with every member of it, also with those that do not exist yet.</summary>
    /// <inheritdoc cref="With(string, string, LockMode)" path="/exception"/>
    public LockSet WithAll(string level, LockMode mode) =>
        Build([.. Demands, new LockDemand(new(level, null), mode)], Choosing, Opportunistic);

    /// <summary>
    /// This set and exactly <paramref name="count"/> of <paramref name="names"/>, picked at the grant: see <see cref="ChoosingDemand"/>. Members
    /// that the set demands by name are no candidates. Demands of one level pick in the order in which they were given.
    /// </summary>
    /// <param name="level">Level of the candidates.</param>
    /// <param name="names">Candidates, the preferred ones first.</param>
    /// <param name="mode">Mode in which they are taken.</param>
    /// <param name="count">How many are picked. With 0 the set stays as it is.</param>
    /// <exception cref="DroverException"><c>LOCK_SET_INVALID</c>: an empty name; the level is demanded as a whole or opportunistically too;
    /// there are too few candidates for this demand and the others of the level, even if all are free; or the set has 256 such demands.</exception>
    public LockSet WithChoice(string level, IEnumerable<string> names, LockMode mode, int count)
    {
        if (count < 0)
            throw Invalid($"{count} of some candidates of level '{level}' is no number of locks.");
        var list = new CandidateList(names);
        if (string.IsNullOrEmpty(level) || list.Contains(""))
            throw Invalid($"a candidate of level '{level}', or the level, has an empty name.");
        return count == 0 ? this : Build(Demands, Choosing.Add(new(level, list, mode, count)), Opportunistic);
    }

    /// <summary>This set and whatever of <paramref name="names"/> is free at the grant: see <see cref="OpportunisticDemand"/>.</summary>
    /// <exception cref="DroverException"><c>LOCK_SET_INVALID</c>: the level is demanded in another way too, or
    /// <paramref name="minimum"/> is negative or more than there are names.</exception>
    public LockSet WithOpportunistic(string level, IEnumerable<string> names, LockMode mode, int minimum)
    {
        ImmutableArray<string> candidates = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (candidates.Any(string.IsNullOrEmpty))
            throw Invalid($"a candidate of level '{level}' has an empty name.");
        if (minimum < 0 || minimum > candidates.Length)
            throw Invalid($"{minimum} of {candidates.Length} candidates of level '{level}' can never be granted.");
        return candidates.IsEmpty ? this : Build(Demands, Choosing, Opportunistic.Add(new(level, candidates, mode, minimum)));
    }

    /// <summary>The mode in which this set covers a lock: by itself or through its whole level; null when it does not.</summary>
    public LockMode? ModeOf(LockName name)
    {
        var own = Find(name);
        if (name.Member is null || own == LockMode.Exclusive)
            return own;
        return Find(name with { Member = null }) ?? own;
    }

    /// <summary>Whether everything in <paramref name="other"/> is in this set, in the same mode or a stronger one.</summary>
    public bool Covers(LockSet other) =>
        other.IsConcrete && other.Demands.All(demand => ModeOf(demand.Lock) >= demand.Mode);

    /// <inheritdoc/>
    public bool Equals(LockSet? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Demands.AsSpan().SequenceEqual(other.Demands.AsSpan()) && Choosing.AsSpan().SequenceEqual(other.Choosing.AsSpan())
                && Opportunistic.AsSpan().SequenceEqual(other.Opportunistic.AsSpan())));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LockSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var demand in Demands)
            hash.Add(demand);
        foreach (var demand in Choosing)
            hash.Add(demand);
        foreach (var demand in Opportunistic)
            hash.Add(demand);
        return hash.ToHashCode();
    }

    /// <summary>All demands in one line, for messages.</summary>
    public override string ToString() =>
        IsEmpty ? "nothing" : string.Join(", ", (object[])[.. Demands, .. Choosing, .. Opportunistic]);

    /// <summary>The mode in which exactly this lock stands in the set.</summary>
    internal LockMode? Find(LockName name)
    {
        int low = 0, high = Demands.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Demands[middle].Lock.CompareTo(name);
            if (order == 0)
                return Demands[middle].Mode;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    /// <summary>A set of exactly these locks, normalised.</summary>
    internal static LockSet Of(IEnumerable<LockDemand> demands) => Build([.. demands], [], []);

    private static LockSet Build(
        ImmutableArray<LockDemand> demands, ImmutableArray<ChoosingDemand> choosing, ImmutableArray<OpportunisticDemand> opportunistic)
    {
        // By name, and the strongest mode of a name first.
        var sorted = demands.Sort(static (a, b) => a.Lock.CompareTo(b.Lock) is var order and not 0 ? order : b.Mode.CompareTo(a.Mode));
        var kept = ImmutableArray.CreateBuilder<LockDemand>(sorted.Length);
        LockDemand? whole = null;
        foreach (var demand in sorted)
        {
            if (string.IsNullOrEmpty(demand.Lock.Level) || demand.Lock.Member is "")
                throw Invalid("a level or a lock has an empty name.");
            if (kept.Count > 0 && kept[^1].Lock == demand.Lock)
                continue;
            if (demand.Lock.Member is null)
                whole = demand;
            else if (whole is { } covering && covering.Lock.Level == demand.Lock.Level && covering.Mode >= demand.Mode)
                continue;
            kept.Add(demand);
        }

        var named = kept.DrainToImmutable();
        var byLevel = opportunistic.Sort(static (a, b) => string.CompareOrdinal(a.Level, b.Level));
        for (var i = 0; i < byLevel.Length; i++)
            if ((i > 0 && byLevel[i].Level == byLevel[i - 1].Level) || named.Any(demand => demand.Lock.Level == byLevel[i].Level))
                throw Invalid($"level '{byLevel[i].Level}' is demanded opportunistically and in another way too; choose one.");
        var choices = choosing.IsEmpty ? choosing : BuildChoices(named, choosing, byLevel);
        return named.IsEmpty && choices.IsEmpty && byLevel.IsEmpty ? Empty : new(named, choices, byLevel);
    }

    private static DroverException Invalid(string why) => new("LOCK_SET_INVALID", "This lock set cannot be used: " + why);
}
