using Drover.Tests.Shared;

namespace Drover.Lava.Tests;

/// <summary>What keeps the log short.</summary>
public sealed class RareLinesTests
{
    [Fact]
    public void A_subject_is_told_at_once_and_then_once_a_minute_with_how_often_it_was_left_out()
    {
        var clock = new ManualClock();
        var lines = new RareLines(clock);
        Assert.Equal([(true, 0L), (false, 0L), (false, 1L)], Enumerable.Range(0, 3).Select(_ => (lines.IsDue("a", out var left), left)));
        Assert.True(lines.IsDue("b", out _));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(lines.IsDue("a", out _));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(lines.IsDue("a", out var leftOut));
        Assert.Equal(3, leftOut);
    }

    [Fact]
    public void Subjects_that_strangers_choose_do_not_pile_up()
    {
        var lines = new RareLines(new ManualClock());
        for (var i = 0; i < 5_000; i++)
            Assert.True(lines.IsDue($"{i}", out _));
        Assert.InRange(lines.Subjects, 1, 1_000);
    }
}
