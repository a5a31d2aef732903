using Drover.Kernel.Queries;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;

namespace Drover.Cluster.Tests.Nodes;

/// <summary>Nodes of the cluster and machines that have joined the fleet, in one table.</summary>
public sealed class NodesAndAgentsTests
{
    [Fact]
    public async Task A_machine_that_has_joined_is_listed_and_is_no_node_of_the_cluster()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Machines.Connect("web2", new FixedFacts { Figures = new(100, 40, 900, 300, 8, 1, 1, "boot-2") }, new NodePresence(true, 1_700_000_000_000_000)
        {
            Version = "1.2", Address = "192.0.2.7", ClockAhead = TimeSpan.FromSeconds(0.5),
        });
        Assert.Equal(
            [["\"node1\"", "\"here\"", "true", "\"M\""], ["\"web2\"", "\"here\"", "false", "null"]],
            await cluster.QueryAsync("node", "name,state,member,role"));
        Assert.Equal(
            ["\"web2\"", "1700000000", "\"1.2\"", "\"192.0.2.7\"", "0.5", "100", "40", "60", "900", "300", "8", "\"boot-2\"", "\"web2\"", "null"],
            Assert.Single(await cluster.QueryAsync("node", "name,since,version,address,clock,mtotal,mfree,mnode,dtotal,dfree,ctotal,bootid,agent,uuid", """["=","name","web2"]""")));
    }

    [Fact]
    public async Task Load_and_versions_of_a_machine_are_shown_with_their_age()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Machines.Connect("web2", new FixedFacts
        {
            Figures = new(100, 40, 900, 300, 8, 1, 1, "boot-2") { Load = new LoadAverages(1.5, 0.25, 0), Kernel = "6.12.1", System = "Debian GNU/Linux 13", Told = 1_700_000_000_000_000 },
        });
        const string Fields = "load,load5,load15,kernel,system,told";
        Assert.Equal(["1.5", "0.25", "0", "\"6.12.1\"", "\"Debian GNU/Linux 13\"", "1700000000"], Assert.Single(await cluster.QueryAsync("node", Fields, """["=","name","web2"]""")));
        // The agent of another release tells none.
        Assert.All(Assert.Single(await cluster.QueryAsync("node", Fields, """["=","name","node1"]""")), cell => Assert.Equal("(Unavailable)", cell));
        cluster.Machines.Lose("web2", "the connection was lost");
        Assert.All(Assert.Single(await cluster.QueryAsync("node", Fields, """["=","name","web2"]""")), cell => Assert.Equal("(NoData)", cell));
    }

    [Fact]
    public async Task Clients_of_Ganeti_are_shown_the_nodes_of_the_cluster_alone()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Machines.Connect("web2", new FixedFacts());
        Assert.Equal([["\"node1\""]], await cluster.QueryAsync("node", "name", isForeign: true));
        Assert.Empty(await cluster.QueryAsync("node", "name", """["!=","name","node1"]""", isForeign: true));
        var unknown = await Assert.ThrowsAsync<QueryException>(() => cluster.QueryAsync("node", "name", """["=","name","web2"]""", isForeign: true));
        Assert.Equal("Node name web2 not found", unknown.Message);
        var job = await cluster.RunAsync("""{"OP_ID":"OP_QUERY","what":"node","fields":["name"],"qfilter":null}""");
        Assert.DoesNotContain("web2", job.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_of_a_machine_that_is_no_node_has_a_value_or_says_that_it_has_none()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Machines.Lose("web2", "it has joined and not connected yet");
        var table = cluster.Host.Model.Resources.Get("node");
        var row = Assert.Single(await cluster.QueryAsync("node", string.Join(',', table.Fields.Select(field => field.Name)), """["=","name","web2"]"""));
        var values = table.Fields.Select(field => field.Name).Zip(row).ToDictionary();
        Assert.Equal(("\"away\"", "\"it has joined and not connected yet\"", "(NoData)", "null", "0"), (values["state"], values["reason"], values["mfree"], values["pip"], values["pinst_cnt"]));
        Assert.Equal(table.Fields.Count, values.Count);
        Assert.Empty(await cluster.QueryAsync("node", "name", """["=","role","C"]"""));
    }

    [Theory]
    // A node, machines, and the machine that the node is.
    [InlineData("web2.example.com", "web2.example.com,web2", "web2.example.com")]
    [InlineData("web2.example.com", "web2", "web2")]
    [InlineData("web2", "web2.example.com", "web2.example.com")]
    [InlineData("web2.example.com", "web2.example.org", null)]
    [InlineData("web2", "web2.example.com,web2.example.org", null)]
    [InlineData("web2.example.com", "web", null)]
    [InlineData("web2.example.com", "node1.example.com", null)]
    public async Task Node_and_machine_are_one_by_the_whole_name_or_by_a_first_label_that_is_unique(string node, string machines, string? machine)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync(node);
        foreach (var name in machines.Split(','))
            cluster.Machines.Connect(name, new FixedFacts());
        Assert.Equal(
            machine is null ? "(Unavailable) \"no agent\" (NoData)" : $"\"{machine}\" \"here\" 22859",
            string.Join(' ', Assert.Single(await cluster.QueryAsync("node", "agent,state,mfree", $"""["=","uuid","node-uuid-1"]"""))));
        var all = (await cluster.QueryAsync("node", "name")).Select(row => row[0].Trim('"')).ToList();
        Assert.Equal(machines.Split(',').Where(name => name != machine).Append(node).Append("node1").Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
        if (machine is not null && node.StartsWith(machine, StringComparison.Ordinal))
            Assert.Equal($"\"{node}\"", Assert.Single(await cluster.QueryAsync("node", "name", $"""["=","name","{machine}"]"""))[0]);
    }

    [Fact]
    public async Task A_label_of_two_nodes_ties_neither()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("web2.example.com");
        await cluster.AddNodeAsync("web2.example.org");
        cluster.Machines.Connect("web2", new FixedFacts());
        Assert.Equal(
            ["\"node1\"", "\"web2\"", "\"web2.example.com\"", "\"web2.example.org\""],
            (await cluster.QueryAsync("node", "name")).Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_node_whose_name_does_not_resolve_gets_the_address_of_its_agent()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Machines.Connect("web2", new FixedFacts(), new NodePresence(true, 0) { Address = "::ffff:192.0.2.7" });
        cluster.Machines.Connect("web3", new FixedFacts(), new NodePresence(true, 0) { Address = "127.0.0.1" });
        var added = await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"web2"}""");
        added.Succeeded();
        Assert.Contains(" - INFO: the name does not resolve; the node gets the address that its agent speaks from, 192.0.2.7", added.Messages);
        Assert.DoesNotContain(added.Messages, text => text.Contains("WARNING", StringComparison.Ordinal));
        Assert.Equal("\"192.0.2.7\"", Assert.Single(await cluster.QueryAsync("node", "pip", """["=","name","web2"]"""))[0]);
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"web3"}""")).Refused("OpPrereqError", "resolver_error", "does not resolve");
    }

    [Fact]
    public async Task A_node_without_an_agent_is_added_with_a_warning()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Machines.Lose("web3", "the connection was lost");
        var added = await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"web2","primary_ip":"192.0.2.7"}""");
        added.Succeeded();
        Assert.Contains(added.Messages, text => text.Contains("WARNING: no agent of it has joined", StringComparison.Ordinal));
        Assert.Contains((await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"web3","primary_ip":"192.0.2.8"}""")).Messages,
            text => text.Contains("WARNING: its agent is away: the connection was lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_verification_tells_of_clocks_that_are_off_and_of_other_versions()
    {
        await using var cluster = await TestCluster.StartAsync(presence: new NodePresence(true, 0) { Version = "2" });
        await cluster.AddNodeAsync("slow");
        await cluster.AddNodeAsync("well");
        await cluster.AddNodeAsync("gone", node => node with { Offline = true });
        cluster.Machines.Connect("slow", new FixedFacts(), new NodePresence(true, 0) { Version = "1", ClockAhead = TimeSpan.FromSeconds(-151) });
        cluster.Machines.Connect("well", new FixedFacts(), new NodePresence(true, 0) { Version = "2", ClockAhead = TimeSpan.FromSeconds(150) });
        cluster.Machines.Connect("gone", new FixedFacts(), new NodePresence(true, 0) { Version = "1", ClockAhead = TimeSpan.FromHours(1) });
        var verified = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default","error_codes":true}""");
        verified.Succeeded("false");
        Assert.Equal(
            ["  - ERROR:ENODETIME:node:slow:has a clock that was 151 s behind the master's when its agent came; set it by NTP",
                "  - WARNING:ENODEVERSION:node:slow:has an agent of version 1, and the master is of version 2; bring both to the same release"],
            verified.Messages.Where(text => text.Contains("ERROR", StringComparison.Ordinal) || text.Contains("WARNING", StringComparison.Ordinal)));
    }
}
