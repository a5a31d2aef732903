using System.Text.Json;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>Nodes of the cluster that Debian's tools show, and real agents: one machine by one name.</summary>
public sealed class NodesAndAgentsTests : IDisposable
{
    private readonly SmallFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void A_machine_that_joins_is_seen_at_once_and_by_gnt_node_once_it_is_a_node_of_the_cluster()
    {
        var agent = _fleet.Prepare("n2");
        Assert.Equal([["n2", "away", "false", "", "it has joined and not connected yet"], ["node1", "here", "true", "M", ""]], Rows("name,state,member,role,reason"));
        agent.Start();
        _fleet.UntilHere("n2");
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var row = Rows("name,state,address,bootid,ctotal,version").Single(cells => cells[0] == "n2");
        Assert.Equal(["n2", "here", "127.0.0.1", boot], row[..4]);
        Assert.NotEqual("0", row[4]);
        Assert.Equal(Drover("version").Expect(0).Lines[0].Split(' ')[1], row[5]);
        Assert.Contains("here", Drover("show", "node", "n2").Expect(0).Output, StringComparison.Ordinal);

        Assert.DoesNotContain("n2", Gnt("gnt-node", "list").Expect(0).Output, StringComparison.Ordinal);
        // The name resolves nowhere, and the agent speaks from the loopback: an address has to be given.
        Assert.Contains("does not resolve", Drover("add", "node", "n2", "--cluster").Expect(1).All, StringComparison.Ordinal);
        var added = Drover("submit", "node-add", "node_name=n2.example.com", "primary_ip=198.51.100.2").Expect(0);
        Assert.DoesNotContain("WARNING", added.All, StringComparison.Ordinal);
        Assert.Matches(@"^[\d.]+[MGT]$", Gnt("gnt-node", "list").Expect(0).Row("n2.example.com")[1]);
        Assert.Equal(["n2.example.com", boot], Gnt("gnt-node", "list", "-o", "name,bootid", "n2.example.com").Expect(0).Row("n2.example.com"));
        Assert.Equal([["n2.example.com", "true", "n2"], ["node1", "true", ""]], Rows("name,member,agent"));
        Gnt("gnt-cluster", "verify").Expect(0);

        agent.Kill9();
        _fleet.UntilAway("n2");
        Assert.Equal("?", Gnt("gnt-node", "list", "-o", "name,mfree", "n2.example.com").Expect(0).Row("n2.example.com")[1]);
        Assert.Contains("ERROR:ENODERPC:node:n2.example.com:it cannot be reached: the connection was lost", Gnt("gnt-cluster", "verify", "--error-codes").Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_taken_out_of_the_fleet_leaves_the_cluster_too()
    {
        var agent = _fleet.Join("n2");
        Drover("submit", "node-add", "node_name=n2", "primary_ip=198.51.100.2").Expect(0);
        Gnt("gnt-node", "remove", "n2").Expect(0);
        Assert.Equal([["n2", "here", "false"], ["node1", "here", "true"]], Rows("name,state,member"));
        Drover("submit", "node-add", "node_name=n2", "primary_ip=198.51.100.2").Expect(0);
        Drover("del", "node", "n2").Expect(0);
        Assert.Equal(7, agent.WaitForEnd());
        Assert.Equal([["node1"]], Rows("name"));
        Assert.Equal(["node1"], Gnt("gnt-node", "list", "--no-headers", "-o", "name").Expect(0).Lines);
        Assert.Contains("is the master", Drover("del", "node", "node1").Expect(1).All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_of_the_cluster_has_the_files_of_the_configuration_and_ganetis_tools_read_them_there()
    {
        var agent = _fleet.Prepare("n2");
        // The tools want a root that is called as the host.
        agent.More = ["--ganeti-root", agent.At("n2")];
        agent.Start();
        _fleet.UntilHere("n2");
        Assert.False(Directory.Exists(agent.At("n2")));
        Drover("submit", "node-add", "node_name=n2", "primary_ip=198.51.100.2").Expect(0);
        UntilSame("ssconf_node_list", agent);
        UntilSame("ssconf_master_node", agent);
        // It is a master candidate, and holds all of the configuration.
        var data = agent.At("n2/var/lib/ganeti/config.data");
        _fleet.Until(() => File.Exists(data), () => $"there is no {data}");
        Assert.Contains("\"name\":\"n2\"", File.ReadAllText(data), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(data));
        var there = new Dictionary<string, string> { ["GANETI_ROOTDIR"] = agent.At("n2"), ["GANETI_HOSTNAME"] = "n2", ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" };
        Assert.Equal(["node1"], Command.Run("gnt-cluster", ["getmaster"], there).Expect(0).Lines);
        Assert.Equal(["node1"], Gnt("gnt-cluster", "getmaster").Expect(0).Lines);
        Gnt("gnt-cluster", "master-ping").Expect(0);

        agent.Kill9();
        _fleet.UntilAway("n2");
        Gnt("gnt-cluster", "rename", "-f", "other").Expect(0);
        agent.Start();
        UntilSame("ssconf_cluster_name", agent);
        Assert.Equal("other\n", File.ReadAllText(agent.At("n2/var/lib/ganeti/ssconf_cluster_name")));
        Gnt("gnt-cluster", "verify").Expect(0);
        File.Delete(agent.At("n2/var/lib/ganeti/ssconf_cluster_name"));
        Gnt("gnt-cluster", "redist-conf").Expect(0);
        Assert.Equal("other\n", File.ReadAllText(agent.At("n2/var/lib/ganeti/ssconf_cluster_name")));
    }

    private void UntilSame(string name, AgentProcess agent)
    {
        var (here, there) = (Path.Combine(_fleet.Sandbox.GanetiRoot, "var/lib/ganeti", name), Path.Combine(agent.At("n2"), "var/lib/ganeti", name));
        _fleet.Until(() => File.Exists(there) && File.ReadAllText(there) == File.ReadAllText(here), () => $"{there} is not {here}");
    }

    /// <summary>Cells of the table of nodes as texts; those without a value are empty.</summary>
    private string[][] Rows(string fields)
    {
        using var document = JsonDocument.Parse(Drover("get", "nodes", "-o", "json", "-c", fields).Expect(0).Output);
        return [.. document.RootElement.EnumerateArray().Select(row => fields.Split(',').Select(field => Text(row.GetProperty(field))).ToArray())];
    }

    private static string Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };

    private Finished Drover(params string[] arguments) => _fleet.Master.Drover(arguments);

    private Finished Gnt(string tool, params string[] arguments) => _fleet.Master.Gnt(tool, arguments);
}
