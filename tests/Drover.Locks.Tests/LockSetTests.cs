using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Drover.Locks.Tests;

public sealed class LockSetTests
{
    [Fact]
    public void Sets_with_the_same_demands_are_equal_in_whatever_order_they_were_built()
    {
        var one = LockSet.Empty.With("node", "b", LockMode.Shared).WithAll("nodegroup", LockMode.Shared).With("node", "a", LockMode.Exclusive);
        var other = LockSet.Empty.With("node", "a", LockMode.Exclusive).With("node", "b", LockMode.Shared).WithAll("nodegroup", LockMode.Shared);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.With("node", "b", LockMode.Exclusive));
    }

    [Fact]
    public void An_exclusive_demand_takes_the_place_of_a_shared_one() =>
        Assert.Equal(
            Some.Exclusive("node", "a"),
            LockSet.Empty.With("node", "a", LockMode.Shared).With("node", "a", LockMode.Exclusive).With("node", "a", LockMode.Shared));

    [Fact]
    public void A_whole_level_covers_its_members_in_the_same_or_a_weaker_mode()
    {
        var shared = Some.Shared("node", "a").With("node", "b", LockMode.Exclusive).WithAll("node", LockMode.Shared);
        Assert.Equal("node/[lockset] shared, node/b exclusive", shared.ToString());
        Assert.Equal("node/[lockset] exclusive", shared.WithAll("node", LockMode.Exclusive).ToString());
        Assert.Equal(LockMode.Shared, shared.ModeOf(new("node", "new")));
        Assert.Equal(LockMode.Exclusive, shared.ModeOf(new("node", "b")));
        Assert.Null(shared.ModeOf(new("instance", "b")));
    }

    [Fact]
    public void Covers_asks_for_the_same_or_a_stronger_mode()
    {
        var held = Some.Exclusive("node", "a").WithAll("instance", LockMode.Shared);
        Assert.True(held.Covers(Some.Shared("node", "a").With("instance", "i", LockMode.Shared)));
        Assert.False(held.Covers(Some.Exclusive("instance", "i")));
        Assert.False(held.Covers(Some.Shared("node", "b")));
        Assert.False(held.Covers(LockSet.Empty.WithOpportunistic("node", ["a"], LockMode.Shared, 0)));
    }

    [Fact]
    public void A_set_comes_back_from_its_json()
    {
        var set = Some.Exclusive("node", "a", "b").With("node", "ü\"", LockMode.Shared).WithAll("nodegroup", LockMode.Shared)
            .With("nodegroup", "g", LockMode.Exclusive).WithOpportunistic("device", ["d2", "d1"], LockMode.Exclusive, 1);
        Assert.Equal(set, Read(Json(set)));
        Assert.Equal(LockSet.Empty, Read(Json(LockSet.Empty)));
        Assert.Equal(
            """{"node":{"all":"shared","exclusive":["a"]},"device":{"any":["b","c"],"mode":"exclusive","minimum":1}}""",
            Json(Some.Exclusive("node", "a").WithAll("node", LockMode.Shared).WithOpportunistic("device", ["c", "b"], LockMode.Exclusive, 1)));
    }

    [Theory]
    [InlineData("[]", "an object was expected")]
    [InlineData("""{"node":1}""", "'node' must be an object")]
    [InlineData("""{"node":{"all":"both"}}""", "'node' has the mode")]
    [InlineData("""{"node":{"all":3}}""", "'node' has the mode")]
    [InlineData("""{"node":{"shared":"a"}}""", "'node' must list names")]
    [InlineData("""{"node":{"shared":[""]}}""", "empty name")]
    [InlineData("""{"node":{"some":["a"]}}""", "unknown part 'some'")]
    [InlineData("""{"node":{"any":["a"],"minimum":1}}""", "without 'mode'")]
    [InlineData("""{"node":{"any":["a"],"mode":"shared","minimum":1.5}}""", "without a whole number")]
    [InlineData("""{"node":{"any":["a"],"mode":"shared","minimum":2}}""", "can never be granted")]
    [InlineData("""{"node":{"choose":{"count":1}}}""", "as an array of objects")]
    [InlineData("""{"node":{"choose":[{"count":1,"mode":"shared"}]}}""", "without its candidates")]
    [InlineData("""{"node":{"choose":[{"of":["a"],"mode":"shared"}]}}""", "'choose' without a whole number 'count'")]
    [InlineData("""{"node":{"choose":[{"count":1,"of":["a"]}]}}""", "'choose' without 'mode'")]
    [InlineData("""{"node":{"choose":[{"count":1,"of":"a","mode":"shared"}]}}""", "'node' must list names")]
    public void Json_of_another_form_is_refused_with_the_place(string json, string text)
    {
        var error = Assert.Throws<DroverException>(() => Read(json));
        Assert.Equal("LOCK_SET_INVALID", error.Code);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_is_demanded_opportunistically_or_otherwise_but_not_both()
    {
        var any = LockSet.Empty.WithOpportunistic("node", ["a", "b"], LockMode.Shared, 1);
        Assert.Equal("LOCK_SET_INVALID", Assert.Throws<DroverException>(() => any.With("node", "c", LockMode.Shared)).Code);
        Assert.Equal("LOCK_SET_INVALID", Assert.Throws<DroverException>(() => any.WithAll("node", LockMode.Shared)).Code);
        Assert.Equal("LOCK_SET_INVALID", Assert.Throws<DroverException>(() => any.WithOpportunistic("node", ["c"], LockMode.Shared, 0)).Code);
    }

    [Fact]
    public void Choices_come_back_from_their_json_in_their_order()
    {
        var set = Some.Exclusive("device", "d").WithChoice("node", ["y", "x"], LockMode.Shared, 1)
            .WithChoice("device", ["c", "a", "b"], LockMode.Exclusive, 2).WithChoice("device", ["e", "a"], LockMode.Shared, 1);
        Assert.Equal(
            """{"device":{"exclusive":["d"],"choose":[{"count":2,"of":["c","a","b"],"mode":"exclusive"},{"count":1,"of":["e","a"],"mode":"shared"}]}"""
            + ""","node":{"choose":[{"count":1,"of":["y","x"],"mode":"shared"}]}}""",
            Json(set));
        Assert.Equal(set, Read(Json(set)));
        Assert.Equal("device/d exclusive, device/2 of [c a b] exclusive, device/1 of [e a] shared, node/1 of [y x] shared", set.ToString());
        Assert.False(set.IsConcrete);
    }

    [Fact]
    public void The_order_of_candidates_and_of_choices_counts()
    {
        var one = LockSet.Empty.WithChoice("device", ["a", "b", "b"], LockMode.Exclusive, 1);
        Assert.Equal(one, LockSet.Empty.WithChoice("device", ["a", "b"], LockMode.Exclusive, 1));
        Assert.Equal(one.GetHashCode(), LockSet.Empty.WithChoice("device", ["a", "b"], LockMode.Exclusive, 1).GetHashCode());
        Assert.NotEqual(one, LockSet.Empty.WithChoice("device", ["b", "a"], LockMode.Exclusive, 1));
        Assert.NotEqual(one.WithChoice("device", ["c"], LockMode.Exclusive, 1), LockSet.Empty
            .WithChoice("device", ["c"], LockMode.Exclusive, 1).WithChoice("device", ["a", "b"], LockMode.Exclusive, 1));
        Assert.Equal(LockSet.Empty, LockSet.Empty.WithChoice("device", ["a"], LockMode.Exclusive, 0));
    }

    [Fact]
    public void A_member_that_is_demanded_by_name_is_no_candidate_whichever_comes_first()
    {
        var before = Some.Shared("device", "b").WithChoice("device", ["a", "b", "c"], LockMode.Exclusive, 2);
        var after = LockSet.Empty.WithChoice("device", ["a", "b", "c"], LockMode.Exclusive, 2).With("device", "b", LockMode.Shared);
        Assert.Equal(["a", "c"], Assert.Single(before.Choosing).Candidates);
        Assert.Equal(before, after);
        Assert.Equal("LOCK_SET_INVALID", Assert.Throws<DroverException>(() => after.With("device", "c", LockMode.Shared)).Code);
    }

    [Fact]
    public void A_long_list_of_candidates_is_cut_where_it_is_shown_and_still_told_from_others()
    {
        string Shown(int last) => LockSet.Empty.WithChoice("d", Enumerable.Range(1, 6).Append(last).Select(i => $"d{i}"), LockMode.Shared, 3).ToString();
        Assert.Matches(@"^d/3 of \[d1 d2 d3 d4 d5 and 2 more, [0-9a-f]{8}\] shared$", Shown(7));
        Assert.NotEqual(Shown(7), Shown(8));
    }

    [Fact]
    public void Choices_that_can_never_be_granted_are_refused()
    {
        var one = LockSet.Empty.WithChoice("device", ["a", "b"], LockMode.Exclusive, 1);
        Refused("too few candidates", () => one.WithChoice("device", ["b", "a"], LockMode.Shared, 2));
        Refused("too few candidates", () => one.WithChoice("node", [], LockMode.Shared, 1));
        Refused("no number of locks", () => one.WithChoice("node", ["a"], LockMode.Shared, -1));
        Refused("empty name", () => one.WithChoice("node", [""], LockMode.Shared, 1));
        Refused("by choice, and as a whole or opportunistically", () => one.WithAll("device", LockMode.Shared));
        Refused("by choice, and as a whole or opportunistically", () => one.WithOpportunistic("device", ["c"], LockMode.Shared, 0));
        Refused("256 are allowed", () => Enumerable.Range(0, 257).Aggregate(one, (set, i) => set.WithChoice("device", [$"d{i}"], LockMode.Shared, 1)));

        static void Refused(string text, Func<LockSet> build)
        {
            var error = Assert.Throws<DroverException>(build);
            Assert.Equal("LOCK_SET_INVALID", error.Code);
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }
    }

    private static string Json(LockSet set)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            set.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static LockSet Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return LockSet.Read(document.RootElement);
    }

    [Fact]
    public void Sets_are_the_same_when_they_demand_the_same_and_only_then()
    {
        var (sets, again) = (Different(), Different());
        for (var i = 0; i < sets.Length; i++)
            for (var j = 0; j < again.Length; j++)
                Assert.True((i == j) == sets[i].Equals(again[j]), $"{sets[i]} and {again[j]}");
        Assert.Equal(sets.Select(set => set.GetHashCode()), again.Select(set => set.GetHashCode()));
    }

    private static LockSet[] Different() =>
    [
        LockSet.Empty,
        LockSet.Empty.With("node", "a", LockMode.Exclusive),
        LockSet.Empty.With("node", "a", LockMode.Shared),
        LockSet.Empty.With("node", ["a", "b"], LockMode.Exclusive),
        LockSet.Empty.WithAll("node", LockMode.Exclusive),
        LockSet.Empty.WithChoice("node", ["a", "b"], LockMode.Exclusive, 1),
        LockSet.Empty.WithChoice("node", ["b", "a"], LockMode.Exclusive, 1),
        LockSet.Empty.WithChoice("node", ["a", "c"], LockMode.Exclusive, 1),
        LockSet.Empty.WithChoice("node", ["a", "b"], LockMode.Exclusive, 2),
        LockSet.Empty.WithChoice("node", ["a", "b"], LockMode.Shared, 1),
        LockSet.Empty.WithChoice("instance", ["a", "b"], LockMode.Exclusive, 1),
        LockSet.Empty.WithOpportunistic("node", ["a", "b"], LockMode.Exclusive, 1),
        LockSet.Empty.WithOpportunistic("node", ["a", "c"], LockMode.Exclusive, 1),
        LockSet.Empty.WithOpportunistic("node", ["a", "b", "c"], LockMode.Exclusive, 1),
        LockSet.Empty.WithOpportunistic("node", ["a", "b"], LockMode.Exclusive, 0),
        LockSet.Empty.WithOpportunistic("node", ["a", "b"], LockMode.Shared, 1),
        LockSet.Empty.WithOpportunistic("instance", ["a", "b"], LockMode.Exclusive, 1),
    ];
}
