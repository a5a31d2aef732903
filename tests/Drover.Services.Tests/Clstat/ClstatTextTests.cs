using Drover.Nodes.Services;
using Drover.Services.Clstat;
using Drover.Services.Groups;

namespace Drover.Services.Tests.Clstat;

public sealed class ClstatTextTests
{
    [Fact]
    public void Lines_are_sorted_by_group_and_level_zero_is_shown() => Assert.Equal(
        "Cluster::Init::Group 0 0 DONE\nCluster::Init::Group Db - CONFIGURED\nCluster::Init::Group web long1 DONE\n",
        ClstatText.Of([Row("web", "long1", "DONE"), Row("0", "0", "DONE"), Row("Db", null, "CONFIGURED")]));

    [Fact]
    public void A_state_is_one_of_the_nine_words() => Assert.Equal(
        ["CONFIGURED", "STARTING", "CHECKING", "DONE", "PASSED", "FAILED", "STOPPING", "DUMPING", "HALTING"],
        Enum.GetValues<GroupPhase>().Select(phase => ClstatText.Of([Row("g", "1", phase.Word())]).Split(' ')[^1].TrimEnd()));

    [Theory]
    [InlineData("1\nCluster::Init::Group db 1 DONE")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\u2028b")]
    public void A_level_cannot_shift_words_or_forge_a_line(string level)
    {
        var text = ClstatText.Of([Row("g", level, "DONE")]);
        Assert.Equal(4, text.TrimEnd('\n').Split([' ', '\n', '\t', '\u2028']).Length);
    }

    private static GroupRow Row(string group, string? level, string state) => new("n1", group, level, level, state, state, null, 0, 1, 1, 0, []);
}
