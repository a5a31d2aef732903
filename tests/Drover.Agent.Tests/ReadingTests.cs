using Drover.Agent.Identity;
using Drover.Agent.Spawning;

namespace Drover.Agent.Tests;

/// <summary>What the agent reads of the machine: environments, process lines, environment files.</summary>
public sealed class ReadingTests
{
    [Theory]
    [InlineData("DROVER_INVOCATION=abc\0PATH=/bin\0", "abc")]
    [InlineData("PATH=/bin\0DROVER_INVOCATION=abc", "abc")]
    [InlineData("X=DROVER_INVOCATION=no\0", null)]
    [InlineData("XDROVER_INVOCATION=no\0DROVER_INVOCATION=yes\0", "yes")]
    [InlineData("", null)]
    public void The_marker_is_found_only_as_a_variable(string environment, string? marker)
        => Assert.Equal(marker, Marker.Find(System.Text.Encoding.ASCII.GetBytes(environment)));

    [Fact]
    public void A_process_name_may_hold_anything()
    {
        var stat = ProcessStat.Parse("42 (a) S (b) Z 1 42 43 0 -1 4194304 1 2 3 4 50 60 7 8 20 0 9 0 1234567 1000 77 18446744"u8)!.Value;
        Assert.Equal((42, "a) S (b", 'Z', 1, 42, 43), (stat.Pid, stat.Name, stat.State, stat.Parent, stat.Group, stat.Session));
        Assert.Equal((50UL, 60UL, 9, 1_234_567UL, 77L), (stat.UserTicks, stat.SystemTicks, stat.Threads, stat.StartTime, stat.ResidentPages));
        Assert.Equal((false, true), (stat.IsDead, stat.IsFirstThreadGone));
    }

    [Fact]
    public void A_zombie_is_dead_unless_it_has_other_threads()
    {
        ProcessStat With(char state, int threads) => default(ProcessStat) with { State = state, Threads = threads };
        Assert.Equal((true, false), (With('Z', 1).IsDead, With('Z', 1).IsFirstThreadGone));
        Assert.Equal((false, true), (With('Z', 2).IsDead, With('Z', 2).IsFirstThreadGone));
        Assert.Equal((false, false), (With('S', 2).IsDead, With('S', 2).IsFirstThreadGone));
    }
}
