using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's <c>gnt-node</c> against the daemon, whose first node is this machine.</summary>
public sealed class GntNodeTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void List_shows_this_machine_with_its_figures()
    {
        var list = Daemon.Gnt("gnt-node", "list").Expect(0);
        Assert.Equal(["Node", "DTotal", "DFree", "MTotal", "MNode", "MFree", "Pinst", "Sinst"], list.Row("Node"));
        var row = list.Row("node1");
        Assert.Equal(8, row.Length);
        Assert.All(row[1..6], figure => Assert.Matches(@"^[\d.]+[MGT]$", figure));
        Assert.Equal(["0", "0"], row[6..]);
    }

    [Fact]
    public void List_takes_names_patterns_and_every_field()
    {
        Assert.Equal(["node1"], Daemon.Gnt("gnt-node", "list", "--no-headers", "-o", "name", "node1").Expect(0).Lines);
        Assert.Equal(["node1"], Daemon.Gnt("gnt-node", "list", "--no-headers", "-o", "name", "--filter", "name =* \"no*\"").Expect(0).Lines);
        var fields = Daemon.Gnt("gnt-node", "list-fields").Expect(0).Lines.Skip(1).Select(line => line.Split(' ')[0]).ToList();
        Assert.True(fields.Count > 40, string.Join(' ', fields));
        Assert.Single(Daemon.Gnt("gnt-node", "list", "--no-headers", "-o", string.Join(',', fields)).Expect(0).Lines);
    }

    [Fact]
    public void List_of_an_unknown_node_is_an_error_that_names_it()
    {
        var list = Daemon.Gnt("gnt-node", "list", "nosuch").Expect(1);
        Assert.Contains("nosuch", list.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_shows_roles_and_parameters()
    {
        var info = Daemon.Gnt("gnt-node", "info", "node1").Expect(0);
        Assert.Contains("- Node name: node1", info.Output, StringComparison.Ordinal);
        Assert.Contains("master candidate: True", info.Output, StringComparison.Ordinal);
        Assert.Contains("node parameters:", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Modify_changes_a_parameter_of_the_node()
    {
        Daemon.Gnt("gnt-node", "modify", "--node-parameters", "spindle_count=4", "node1").Expect(0);
        Assert.Contains("spindle_count: 4", Daemon.Gnt("gnt-node", "info", "node1").Expect(0).Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "modify", "--node-parameters", "spindle_count=default", "node1").Expect(0);
        Assert.Contains("spindle_count: default (1)", Daemon.Gnt("gnt-node", "info", "node1").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_master_cannot_be_set_offline()
    {
        var refused = Daemon.Gnt("gnt-node", "modify", "--offline=yes", "node1");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("master", refused.All, StringComparison.OrdinalIgnoreCase);
    }
}
