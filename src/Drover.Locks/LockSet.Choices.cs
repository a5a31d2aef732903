using System.Collections.Immutable;

namespace Drover.Locks;

public sealed partial class LockSet
{
    /// <summary>Bounds the work of finding picks. A job that needs thousands of alike locks asks for them with one demand.</summary>
    private const int MostChoices = 256;

    /// <summary>The choosing demands, a level at a time: their picks are found together.</summary>
    internal IEnumerable<ReadOnlyMemory<ChoosingDemand>> ChoicesByLevel() => Choosing.IsEmpty ? [] : Levels();

    private IEnumerable<ReadOnlyMemory<ChoosingDemand>> Levels()
    {
        for (int start = 0, end; start < Choosing.Length; start = end)
        {
            for (end = start + 1; end < Choosing.Length && Choosing[end].Level == Choosing[start].Level;)
                end++;
            yield return Choosing.AsMemory()[start..end];
        }
    }

    /// <summary>The same set with other instances of its lists.</summary>
    internal LockSet WithLists(Func<ChoosingDemand, CandidateList> known) =>
        new(Demands, [.. Choosing.Select(demand => new ChoosingDemand(demand.Level, known(demand), demand.Mode, demand.Count))], Opportunistic);

    /// <summary>Whether a grant of this set can give just <paramref name="granted"/>: all demands, the right picks, enough of what is taken
    /// opportunistically, and nothing else.</summary>
    internal bool IsMetBy(LockSet granted)
    {
        if (ReferenceEquals(this, granted) && IsConcrete)
            return true;
        var taken = Choosing.Sum(demand => demand.Count);
        foreach (var any in Opportunistic)
        {
            var free = any.Candidates.Count(name => granted.Find(new(any.Level, name)) == any.Mode);
            if (free < any.Minimum)
                return false;
            taken += free;
        }

        return granted.IsConcrete && granted.Demands.Length == Demands.Length + taken
            && Demands.All(demand => granted.Find(demand.Lock) == demand.Mode)
            && ChoicesByLevel().All(level =>
                ChoicePicks.Find(level.Span, (demand, place) => granted.Find(level.Span[demand].NameOf(place)) == level.Span[demand].Mode) is not null);
    }

    private static ImmutableArray<ChoosingDemand> BuildChoices(
        ImmutableArray<LockDemand> named, ImmutableArray<ChoosingDemand> choosing, ImmutableArray<OpportunisticDemand> opportunistic)
    {
        if (choosing.Length > MostChoices)
            throw Invalid($"it has {choosing.Length} choosing demands; {MostChoices} are allowed. Ask for more than one lock with one of them.");
        var choices = choosing.OrderBy(demand => demand.Level, StringComparer.Ordinal).Select(demand => WithoutNamed(named, demand)).ToImmutableArray();
        foreach (var level in choices.Select(demand => demand.Level).Distinct(StringComparer.Ordinal))
            if (opportunistic.Any(any => any.Level == level) || named.Contains(new(new(level, null), LockMode.Shared))
                || named.Contains(new(new(level, null), LockMode.Exclusive)))
                throw Invalid($"level '{level}' is demanded by choice, and as a whole or opportunistically too; choose one.");
        var set = new LockSet(named, choices, opportunistic);
        foreach (var level in set.ChoicesByLevel())
            if (ChoicePicks.Find(level.Span, (_, _) => true) is null)
                throw Invalid($"{string.Join(", ", level.ToArray().AsEnumerable())} can never be granted: there are too few candidates "
                    + "that are not demanded by name.");
        return choices;
    }

    private static ChoosingDemand WithoutNamed(ImmutableArray<LockDemand> named, ChoosingDemand demand)
    {
        var known = named.Where(other => other.Lock.Level == demand.Level && other.Lock.Member is { } name && demand.List.Contains(name))
            .Select(other => other.Lock.Member!).ToHashSet(StringComparer.Ordinal);
        return known.Count == 0
            ? demand
            : new(demand.Level, new CandidateList(demand.Candidates.Where(name => !known.Contains(name))), demand.Mode, demand.Count);
    }
}
