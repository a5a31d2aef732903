using Drover.ClusterInit.Status;

namespace Drover.ClusterInit.Tests.Status;

public sealed class ClstatTextTests
{
    [Fact]
    public void Lines_are_sorted_by_group_and_level_zero_is_shown()
    {
        var text = ClstatText.Of([new("web", "long1", GroupWord.Done), new("0", "0", GroupWord.Done), new("Db", "", GroupWord.Configured)]);
        Assert.Equal(
            "Cluster::Init::Group 0 0 DONE\nCluster::Init::Group Db - CONFIGURED\nCluster::Init::Group web long1 DONE\n", text);
    }

    [Fact]
    public void A_state_is_one_of_the_nine_words() => Assert.Equal(
        ["CONFIGURED", "STARTING", "CHECKING", "DONE", "PASSED", "FAILED", "STOPPING", "DUMPING", "HALTING"],
        Enum.GetValues<GroupWord>().Select(state => ClstatText.Of([new("g", "1", state)]).Split(' ')[^1].TrimEnd()));

    [Theory]
    [InlineData("1\nCluster::Init::Group db 1 DONE")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\u2028b")]
    public void A_level_cannot_shift_words_or_forge_a_line(string level)
    {
        var text = ClstatText.Of([new("g", level, GroupWord.Done)]);
        Assert.Equal(4, text.TrimEnd('\n').Split([' ', '\n', '\t', '\u2028']).Length);
    }
}
