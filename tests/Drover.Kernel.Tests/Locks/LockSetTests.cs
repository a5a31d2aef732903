using System.Buffers;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Locks;

namespace Drover.Kernel.Tests.Locks;

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
}
