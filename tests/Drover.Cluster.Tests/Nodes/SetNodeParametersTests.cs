namespace Drover.Cluster.Tests.Nodes;

public sealed class SetNodeParametersTests
{
    [Fact]
    public async Task Flags_are_changed_and_listed()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2");
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","drained":true,"hv_state":{},"disk_state":{},"ndparams":null}"""))
            .Succeeded("""[["drained",true]]""");
        Assert.Equal("\"D\"", (await cluster.QueryAsync("node", "role", """["==","name","n2"]"""))[0][0]);
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","offline":true}"""))
            .Succeeded("""[["offline",true],["drained",false]]""");
        var node = cluster.State.FindNode("n2")!;
        Assert.Equal((true, false, 3L), (node.Offline, node.Drained, node.SerialNo));
    }

    [Fact]
    public async Task A_node_that_comes_back_joins_the_candidates_while_there_is_room()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2", n => n with { Offline = true });
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","offline":false}"""))
            .Succeeded("""[["offline",false],["master_candidate",true]]""");
    }

    [Theory]
    [InlineData("\"master_candidate\":false")]
    [InlineData("\"offline\":true")]
    [InlineData("\"drained\":true")]
    [InlineData("\"master_capable\":false")]
    public async Task The_master_keeps_its_role(string parameter)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"node1",{{parameter}},"force":true}"""))
            .Refused("OpPrereqError", "wrong_input", "master", parameter.Split('"')[1]);
    }

    [Theory]
    [InlineData("\"offline\":true,\"drained\":true", "wrong_input", "exclude")]
    [InlineData("\"master_candidate\":true,\"master_capable\":false", "wrong_input", "master_candidate")]
    [InlineData("\"powered\":false", "wrong_state", "powered")]
    [InlineData("\"secondary_ip\":\"not.an.address\"", "wrong_input", "secondary_ip")]
    [InlineData("\"secondary_ip\":\"198.51.100.10\"", "resource_not_unique", "node1")]
    [InlineData("\"force\":true", "wrong_input", "Nothing to change")]
    public async Task Requests_that_make_no_sense_are_refused(string parameters, string code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        var before = await cluster.AddNodeAsync("n2");
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2",{{parameters}}}""")).Refused("OpPrereqError", code, word);
        Assert.Equal(before, cluster.State.FindNode("n2"));
    }

    [Fact]
    public async Task A_node_that_is_drained_becomes_a_candidate_only_when_that_ends()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2", n => n with { Drained = true });
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","master_candidate":true}"""))
            .Refused("OpPrereqError", "wrong_state", "drained");
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","master_candidate":true,"drained":false}"""))
            .Succeeded("""[["drained",false],["master_candidate",true]]""");
    }

    [Fact]
    public async Task A_candidate_leaves_only_when_another_takes_its_place_or_force_is_used()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2", n => n with { MasterCandidate = true });
        await cluster.AddNodeAsync("n3");
        const string Leave = """{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","master_candidate":false""";
        (await cluster.RunAsync(Leave + "}")).Refused("OpPrereqError", "wrong_state", "auto_promote");
        Assert.True(cluster.State.FindNode("n2")!.MasterCandidate);
        var end = await cluster.RunAsync(Leave + ""","auto_promote":true}""");
        end.Succeeded("""[["master_candidate",false]]""");
        Assert.Equal("cluster/BGL shared, node/[lockset] exclusive, node-res/[lockset] shared", cluster.GrantedTo(end.Job.Id));
        Assert.Equal([false, true], new[] { "n2", "n3" }.Select(n => cluster.State.FindNode(n)!.MasterCandidate));
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n3","offline":true,"force":true}""")).Succeeded("""[["offline",true],["master_candidate",false]]""");
    }

    [Fact]
    public async Task Address_and_parameters_are_changed_under_the_lock_of_the_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync(
            """{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"node1","secondary_ip":"192.0.2.77","ndparams":{"ssh_port":"2222","ovs":"true"}}""");
        end.Succeeded("""[["secondary_ip","192.0.2.77"],["ndparams/ssh_port","2222"],["ndparams/ovs","true"]]""");
        Assert.Equal($"cluster/BGL shared, node/{cluster.Master.Uuid} exclusive, node-res/{cluster.Master.Uuid} shared", cluster.GrantedTo(end.Job.Id));
        Assert.Equal(["\"192.0.2.77\"", "2222", "true", """{"ssh_port":2222,"ovs":true}"""],
            (await cluster.QueryAsync("node", "sip,ndp/ssh_port,ndp/ovs,custom_ndparams"))[0]);
    }

    [Theory]
    [InlineData("n2.example.org", true)]
    [InlineData("n2", true)]
    [InlineData("node-uuid-1", true)]
    [InlineData("n2.exam", false)]
    [InlineData("n", false)]
    public async Task A_node_is_known_by_name_short_name_and_uuid(string name, bool isKnown)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2.example.org");
        var end = await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"{{name}}","drained":true}""");
        if (isKnown)
            end.Succeeded("""[["drained",true]]""");
        else
            end.Refused("OpPrereqError", "unknown_entity", name);
    }

    [Fact]
    public async Task A_short_name_that_two_nodes_have_means_neither()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2.example.org");
        await cluster.AddNodeAsync("n2.example.net");
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"n2","drained":true}""")).Refused("OpPrereqError", "unknown_entity", "n2");
    }
}
