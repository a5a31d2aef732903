using System.Globalization;
using Drover.Tests.Shared;

namespace Drover.Locks.Tests;

/// <summary>Which candidates are picked: the first ones in the order of demands and candidates among all ways to satisfy them all.</summary>
public sealed class ChoicePicksTests
{
    private static readonly string[] s_names = ["a", "b", "c", "d", "e", "f", "g"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, TestScale.Of(10))];

    [Fact]
    public void Each_demand_picks_its_first_free_candidates() =>
        Assert.Equal("c b, d", Picks("a", "2 of c a b", "1 of d e"));

    [Fact]
    public void A_demand_leaves_a_candidate_to_another_that_has_no_other() =>
        Assert.Equal("b, a", Picks("c", "1 of a b", "1 of a c"));

    [Fact]
    public void Leaving_it_may_take_a_chain_of_demands() =>
        Assert.Equal("a d, b, c", Picks("e", "2 of a b d", "1 of b c", "1 of e c"));

    [Fact]
    public void Enough_for_each_is_not_enough_for_all() =>
        Assert.Null(Picks("c", "1 of a c", "1 of a c"));

    /// <summary>Many more demands than candidates would let recursion, or trying all ways, run away.</summary>
    [Fact]
    public void A_long_chain_is_followed_to_its_end()
    {
        // Demand i takes i or i + 1; the last one only the last name, so all others have to move to the front of their lists.
        var demands = Enumerable.Range(0, 2_000).Select(i => i == 1_999 ? "1 of n1999" : $"1 of n{i + 1} n{i}").ToArray();
        Assert.Equal(string.Join(", ", Enumerable.Range(0, 2_000).Select(i => $"n{i}")), Picks("", demands));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_picks_are_those_that_a_search_through_all_ways_finds_first(int seed)
    {
        var random = new Random(seed);
        var (found, missed) = (0, 0);
        for (var i = 0; i < 1_000; i++)
        {
            var demands = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Demand(random)).ToArray();
            var free = s_names.Where(_ => random.Next(4) > 0).ToHashSet();
            var expected = NaiveLocks.FirstPicks(demands, demand => free.Contains(demand.Lock.Member!));
            Assert.Equal(expected, ChoicePicks.Find(demands, (demand, place) => free.Contains(demands[demand].Candidates[place])));
            _ = expected is null ? missed++ : found++;
        }

        Assert.True(found > 100 && missed > 100, $"seed {seed}: {found} found, {missed} missed");
    }

    private static ChoosingDemand Demand(Random random)
    {
        var names = s_names.ToArray();
        random.Shuffle(names);
        var candidates = new CandidateList(names.Take(random.Next(1, 6)));
        return new("device", candidates, LockMode.Exclusive, random.Next(1, Math.Min(3, candidates.Names.Length) + 1));
    }

    private static string? Picks(string busy, params string[] demands)
    {
        var choices = demands.Select(text => text.Split(' '))
            .Select(words => new ChoosingDemand("device", new CandidateList(words[2..]), LockMode.Exclusive, int.Parse(words[0], CultureInfo.InvariantCulture))).ToArray();
        if (ChoicePicks.Find(choices, (choice, place) => !busy.Split(' ').Contains(choices[choice].Candidates[place])) is not { } picks)
            return null;
        var names = new Queue<string>(picks.Select(pick => pick.Lock.Member!));
        return string.Join(", ", choices.Select(choice => string.Join(' ', Enumerable.Range(0, choice.Count).Select(_ => names.Dequeue()))));
    }
}
