using System.Globalization;
using Drover.Tests.Shared;

namespace Drover.Doors.Tests;

public sealed class RareLinesTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Each_caller_has_a_line_of_its_own()
    {
        var lines = new RareLines(_clock);
        Assert.Equal([1, 0, 1], new[] { "a", "a", "b" }.Select(lines.Add));
    }

    [Fact]
    public void Very_many_callers_share_one_line_until_others_are_over()
    {
        var lines = new RareLines(_clock);
        for (var caller = 0; caller < 256; caller++)
            Assert.Equal(1, lines.Add(caller.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal([1, 0], new[] { "x", "y" }.Select(lines.Add));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([1, 1], new[] { "z", "a" }.Select(lines.Add));
    }
}
