using Drover.Tests.Shared;

namespace Drover.Doors.Tests;

public sealed class RareLineTests
{
    [Fact]
    public void The_first_is_told_at_once_and_later_ones_once_a_minute_with_their_number()
    {
        var clock = new ManualClock();
        var line = new RareLine(clock);
        Assert.Equal([1, 0, 0], Enumerable.Range(0, 3).Select(_ => line.Add()));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, line.Add());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([4, 0], Enumerable.Range(0, 2).Select(_ => line.Add()));
    }
}
