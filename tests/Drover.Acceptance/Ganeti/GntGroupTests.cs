using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's <c>gnt-group</c> against the daemon.</summary>
public sealed class GntGroupTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void List_shows_the_first_group_with_its_node()
    {
        var list = Daemon.Gnt("gnt-group", "list").Expect(0);
        Assert.Equal(["default", "1", "0", "preferred"], list.Row("default")[..4]);
    }

    [Fact]
    public void A_group_is_added_changed_renamed_and_removed()
    {
        Daemon.Gnt("gnt-group", "add", "g2").Expect(0);
        Assert.Equal("0", Daemon.Gnt("gnt-group", "list").Row("g2")[1]);
        Daemon.Gnt("gnt-group", "modify", "--alloc-policy=last_resort", "g2").Expect(0);
        Assert.Equal("last_resort", Daemon.Gnt("gnt-group", "list").Row("g2")[3]);
        Daemon.Gnt("gnt-group", "rename", "g2", "g3").Expect(0);
        Assert.Contains("- Node group: g3", Daemon.Gnt("gnt-group", "info", "g3").Expect(0).Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-group", "remove", "g3").Expect(0);
        Assert.DoesNotContain("g3", Daemon.Gnt("gnt-group", "list").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_group_of_the_same_name_is_refused()
    {
        Daemon.Gnt("gnt-group", "add", "twice").Expect(0);
        var refused = Daemon.Gnt("gnt-group", "add", "twice").Expect(1);
        Assert.Contains("twice", refused.All, StringComparison.Ordinal);
        Daemon.Gnt("gnt-group", "remove", "twice").Expect(0);
    }

    [Fact]
    public void A_group_with_nodes_is_not_removed()
    {
        var refused = Daemon.Gnt("gnt-group", "remove", "default").Expect(1);
        Assert.Contains("node1", refused.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_of_a_group_are_kept()
    {
        Daemon.Gnt("gnt-group", "add-tags", "default", "fast").Expect(0);
        Assert.Equal(["fast"], Daemon.Gnt("gnt-group", "list-tags", "default").Expect(0).Lines);
        Daemon.Gnt("gnt-group", "remove-tags", "default", "fast").Expect(0);
    }
}
