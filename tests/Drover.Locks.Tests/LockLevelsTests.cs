namespace Drover.Locks.Tests;

public sealed class LockLevelsTests
{
    [Fact]
    public void Levels_are_ordered_by_rank() =>
        Assert.Equal(["a", "b", "c"], new LockLevels([new("c", 30), new("a", 0), new("b", 10)]).Ordered.Select(level => level.Name));

    [Fact]
    public void Two_levels_of_one_rank_are_refused_and_both_are_named()
    {
        var error = Assert.Throws<DroverException>(() => new LockLevels([new("a", 1), new("b", 2), new("c", 1)]));
        Assert.Equal("LOCK_LEVEL_DUPLICATE", error.Code);
        Assert.Contains("'a' and 'c' both have rank 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_that_is_declared_twice_is_refused()
    {
        var error = Assert.Throws<DroverException>(() => new LockLevels([new("a", 1), new("a", 2)]));
        Assert.Equal("LOCK_LEVEL_DUPLICATE", error.Code);
        Assert.Contains("'a' is declared with ranks 1 and 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_with_an_unknown_level_is_refused_and_the_known_ones_are_named()
    {
        var error = Assert.Throws<DroverException>(() => Some.Table.Request(Some.Request(1, Some.Shared("rack", "r1"))));
        Assert.Equal("LOCK_LEVEL_UNKNOWN", error.Code);
        Assert.Contains("cluster, instance", error.Message, StringComparison.Ordinal);
    }
}
