using Drover.Nodes.Services;
using Drover.Services.Placements;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Placements;

/// <summary>When a group has failed where it is.</summary>
public sealed class GroupHealthTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void So_many_restarts_within_the_time_are_a_failure()
    {
        var health = Health();
        Assert.Null(Look(health, 2));
        Assert.Null(Look(health, 6));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("5 restarts within 60 s", Look(health, 7));
    }

    [Fact]
    public void Those_that_are_longer_ago_do_not_count()
    {
        var health = Health();
        for (var restarts = 0; restarts < 30; restarts++, _clock.Advance(TimeSpan.FromSeconds(16)))
            Assert.Null(Look(health, restarts));
    }

    [Fact]
    public void What_was_restarted_before_it_is_looked_at_does_not_count_and_a_level_begun_anew_counts_from_zero()
    {
        var health = Health();
        Assert.Null(Look(health, 100));
        Assert.Null(Look(health, 0));
        Assert.Null(Look(health, 4));
        Assert.NotNull(Look(health, 5));
    }

    [Fact]
    public void At_another_level_nothing_is_a_failure() => Assert.Null(Health().Failure(Row(0, "FAILED", "off"), [], "1"));

    [Fact]
    public void What_is_wrong_counts_when_it_lasts()
    {
        var health = Health();
        Assert.Null(health.WrongIn(isWrong: false));
        Assert.Equal(TimeSpan.FromSeconds(2), health.WrongIn(isWrong: true));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), health.WrongIn(isWrong: true));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, health.WrongIn(isWrong: true));
        Assert.Null(health.WrongIn(isWrong: false));
        Assert.Equal(TimeSpan.FromSeconds(2), health.WrongIn(isWrong: true));
    }

    private GroupHealth Health() => new(1, new PlacementOptions(), _clock);

    private static string? Look(GroupHealth health, int restarts) => health.Failure(Row(restarts), [], "1");

    private static GroupRow Row(int restarts, string word = "DONE", string target = "1") => new("n2", "g", target, target, "DONE", word, null, 0, 1, 1, restarts, []);
}
