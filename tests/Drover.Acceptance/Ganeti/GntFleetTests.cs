using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's tools against a cluster of several nodes. No agent is there: nodes are known, and give no figures.</summary>
public sealed class GntFleetTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private static int s_addresses;

    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void A_node_is_added_listed_with_the_others_and_removed()
    {
        Add("alpha");
        var list = Daemon.Gnt("gnt-node", "list").Expect(0);
        Assert.Equal(["alpha", "?", "?", "?", "?", "?", "0", "0"], list.Row("alpha"));
        Assert.Matches(@"^[\d.]+[MGT]$", list.Row("node1")[1]);
        Assert.Equal(["alpha", "C", "default"], Daemon.Gnt("gnt-node", "list", "-o", "name,role,group", "alpha").Expect(0).Row("alpha"));
        Assert.Contains("- Node name: alpha", Daemon.Gnt("gnt-node", "info", "alpha").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("alpha", File.ReadAllText(Path.Combine(Daemon.Sandbox.GanetiRoot, "var/lib/ganeti/ssconf_node_list")), StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "remove", "alpha").Expect(0);
        Assert.DoesNotContain("alpha", Daemon.Gnt("gnt-node", "list").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_is_known_is_not_added_again()
    {
        Add("beta");
        var refused = Submit("beta", "");
        Assert.Contains("already_exists", refused.All, StringComparison.Ordinal);
        Assert.Contains("already in the configuration", refused.All, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "remove", "beta").Expect(0);
    }

    [Fact]
    public void The_master_is_not_removed()
    {
        var refused = Daemon.Gnt("gnt-node", "remove", "node1").Expect(1);
        Assert.Contains("error type: wrong_input", refused.All, StringComparison.Ordinal);
        Assert.Contains("master", refused.All, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offline_node_has_stars_and_comes_back_by_readd()
    {
        Add("gamma");
        Daemon.Gnt("gnt-node", "modify", "--offline=yes", "gamma").Expect(0);
        Assert.Equal(["gamma", "*", "*", "*", "*", "*", "0", "0"], Daemon.Gnt("gnt-node", "list", "gamma").Expect(0).Row("gamma"));
        var address = Daemon.Gnt("gnt-node", "list", "--no-headers", "-o", "pip", "gamma").Expect(0).Output.Trim();
        Submit("gamma", $$""","primary_ip":"{{address}}","readd":true""");
        Assert.Equal(["gamma", "N", "C"], Daemon.Gnt("gnt-node", "list", "-o", "name,offline,role", "gamma").Expect(0).Row("gamma"));
        Daemon.Gnt("gnt-node", "remove", "gamma").Expect(0);
    }

    [Fact]
    public void Nodes_are_moved_between_groups()
    {
        Add("delta");
        Add("epsilon");
        Daemon.Gnt("gnt-group", "add", "rack2").Expect(0);
        Daemon.Gnt("gnt-group", "assign-nodes", "rack2", "delta", "epsilon").Expect(0);
        Assert.Equal("2", Daemon.Gnt("gnt-group", "list").Expect(0).Row("rack2")[1]);
        Assert.Equal("1", Daemon.Gnt("gnt-group", "list").Expect(0).Row("default")[1]);
        Assert.Equal(["delta", "epsilon"], Daemon.Gnt("gnt-node", "list", "--no-headers", "-o", "name", "--filter", "group == \"rack2\"").Expect(0).Lines);
        Assert.Contains("delta", Daemon.Gnt("gnt-group", "remove", "rack2").Expect(1).All, StringComparison.Ordinal);
        Assert.Contains("nowhere", Daemon.Gnt("gnt-group", "assign-nodes", "rack2", "nowhere").Expect(1).All, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "remove", "delta").Expect(0);
        Daemon.Gnt("gnt-node", "remove", "epsilon").Expect(0);
        Daemon.Gnt("gnt-group", "remove", "rack2").Expect(0);
    }

    [Fact]
    public void Verify_names_the_node_that_cannot_be_reached_until_it_is_set_offline()
    {
        Add("zeta");
        var verify = Daemon.Gnt("gnt-cluster", "verify", "--error-codes").Expect(1);
        Assert.Contains("ERROR:ENODERPC:node:zeta:", verify.Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "modify", "--offline=yes", "zeta").Expect(0);
        Assert.DoesNotContain("ERROR", Daemon.Gnt("gnt-cluster", "verify").Expect(0).Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "remove", "zeta").Expect(0);
    }

    [Fact]
    public void Storage_is_listed_and_cannot_be_changed()
    {
        var row = Daemon.Gnt("gnt-node", "list-storage", "-t", "file", "node1").Expect(0).Row("node1");
        Assert.Equal(["node1", "file"], row[..2]);
        Assert.Equal("Y", row[^1]);
        Assert.Contains("'diskless' is not supported", Daemon.Gnt("gnt-node", "list-storage").Expect(1).All, StringComparison.Ordinal);
        Assert.Single(Daemon.Gnt("gnt-node", "volumes").Expect(0).Lines);
        Assert.Contains("can not be modified", Daemon.Gnt("gnt-node", "modify-storage", "--allocatable=yes", "node1", "file", "/srv").Expect(1).All, StringComparison.Ordinal);
        Assert.Contains("can not be repaired", Daemon.Gnt("gnt-node", "repair-storage", "node1", "file", "/srv").Expect(1).All, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_nothing_to_move_and_no_machine_is_booted()
    {
        Add("eta");
        Assert.Contains("No instances", Daemon.Gnt("gnt-node", "evacuate", "-f", "-p", "eta").Expect(0).All, StringComparison.Ordinal);
        Assert.Contains("No primary instances", Daemon.Gnt("gnt-node", "migrate", "-f", "eta").Expect(0).All, StringComparison.Ordinal);
        Assert.Contains("No primary instances", Daemon.Gnt("gnt-node", "failover", "-f", "eta").Expect(0).All, StringComparison.Ordinal);
        var refused = Daemon.Gnt("gnt-node", "powercycle", "-f", "--yes", "eta").Expect(1);
        Assert.Contains("systemctl reboot", refused.All, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "remove", "eta").Expect(0);
    }

    [Fact]
    public void What_no_daemon_here_does_is_refused_in_one_line()
    {
        Assert.Contains("does not run it yet", Daemon.Gnt("gnt-cluster", "destroy", "--yes-do-it").Expect(1).All, StringComparison.Ordinal);
        Assert.Contains("is the one of its node", Daemon.Gnt("gnt-cluster", "deactivate-master-ip", "--yes").Expect(1).All, StringComparison.Ordinal);
        Assert.Contains("majority of nodes", Daemon.Gnt("gnt-cluster", "master-failover").Expect(1).All, StringComparison.Ordinal);
        Assert.Contains("does not support out-of-band handling", Daemon.Gnt("gnt-cluster", "epo", "--all").Expect(1).All, StringComparison.Ordinal);
        foreach (var command in (string[][])[["health"], ["power", "status"], ["restricted-command", "x", "node1"]])
            Assert.Contains("does not run it yet", Daemon.Gnt("gnt-node", command).Expect(1).All, StringComparison.Ordinal);
    }

    private void Add(string name)
    {
        var added = Submit(name, $$""","primary_ip":"198.51.100.{{Interlocked.Increment(ref s_addresses)}}" """);
        Assert.Contains("Node will be a master candidate", added.All, StringComparison.Ordinal);
    }

    // The tool ends with 0 whatever becomes of the job.
    private Finished Submit(string name, string more)
    {
        var file = Daemon.Sandbox.At(name + ".json");
        File.WriteAllText(file, $$"""[{"OP_ID":"OP_NODE_ADD","node_name":"{{name}}"{{more}}}]""");
        return Daemon.Gnt("gnt-debug", "submit-job", file).Expect(0);
    }
}
