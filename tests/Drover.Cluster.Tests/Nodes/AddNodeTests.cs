using Drover.Cluster.Nodes;
using Drover.Kernel.State;

namespace Drover.Cluster.Tests.Nodes;

public sealed class AddNodeTests
{
    private const string AddN2 = """{"OP_ID":"OP_NODE_ADD","node_name":"n2","hv_state":{},"disk_state":{},"primary_ip":null}""";

    private const string NoAgent = " - WARNING: no agent of it has joined; its figures are missing until it is here, and the verification says so";

    [Fact]
    public async Task A_machine_becomes_a_node_with_the_address_of_its_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Addresses["n2"] = "198.51.100.12";
        var end = await cluster.RunAsync(AddN2);
        end.Succeeded();
        Assert.Equal([" - INFO: Node will be a master candidate", NoAgent], end.Messages);
        Assert.Equal("cluster/BGL exclusive", cluster.GrantedTo(end.Job.Id));
        var node = cluster.State.FindNode("n2")!;
        Assert.Equal(("198.51.100.12", "198.51.100.12", cluster.Master.Group, 1L), (node.PrimaryIp, node.SecondaryIp, node.Group, node.SerialNo));
        Assert.Equal((true, true, true, false, false), (node.MasterCandidate, node.MasterCapable, node.VmCapable, node.Offline, node.Drained));
        // Nobody is there who could say more of it.
        Assert.Equal(["\"n2\"", "\"C\"", "(NoData)", "(NoData)"], (await cluster.QueryAsync("node", "name,role,mtotal,bootid", """["==","name","n2"]"""))[0]);
        using var reader = cluster.Host.ReadStore();
        Assert.Empty(Replayer.Replay(cluster.Host.Model, reader).Problems);
    }

    [Fact]
    public async Task What_is_given_is_kept()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Node, cluster.Master.Uuid, cluster.Master with { SecondaryIp = "192.0.2.1" }));
        (await cluster.RunAsync("""
            {"OP_ID":"OP_NODE_ADD","node_name":"n2","primary_ip":"198.51.100.12","secondary_ip":"192.0.2.2","group":"g2","master_capable":false,"vm_capable":false,
             "ndparams":{"ssh_port":"2222"},"hv_state":{"kvm":{"mem_total":1}}}
            """)).Succeeded();
        var node = cluster.State.FindNode("n2")!;
        Assert.Equal(("198.51.100.12", "192.0.2.2", cluster.State.FindGroup("g2")!.Uuid), (node.PrimaryIp, node.SecondaryIp, node.Group));
        Assert.Equal((false, false, false), (node.MasterCandidate, node.MasterCapable, node.VmCapable));
        Assert.Equal(("""{"ssh_port":2222}""", """{"kvm":{"mem_total":1}}"""), (node.Ndparams.ToString(), node.HvState.ToString()));
    }

    [Theory]
    [InlineData("\"node_name\":\"n_2!\"", "wrong_input", "n_2!")]
    [InlineData("\"node_name\":\"node1\"", "already_exists", "readd")]
    [InlineData("\"node_name\":\"NODE1\"", "already_exists", "'node1'")]
    [InlineData("\"node_name\":\"n2\",\"primary_ip\":\"here\"", "wrong_input", "primary_ip")]
    [InlineData("\"node_name\":\"n2\",\"primary_ip\":\"198.51.100.10\"", "resource_not_unique", "node1")]
    [InlineData("\"node_name\":\"n2\",\"primary_ip\":\"198.51.100.12\",\"secondary_ip\":\"2001:db8::1\"", "wrong_input", "IPv4")]
    [InlineData("\"node_name\":\"n2\",\"primary_ip\":\"198.51.100.12\",\"secondary_ip\":\"192.0.2.2\"", "wrong_input", "has no secondary address")]
    [InlineData("\"node_name\":\"n2\",\"group\":\"nowhere\"", "unknown_entity", "nowhere")]
    [InlineData("\"node_name\":\"n2\",\"readd\":true", "unknown_entity", "n2")]
    [InlineData("\"node_name\":\"node1\",\"readd\":true", "wrong_state", "master")]
    [InlineData("\"node_name\":\"nowhere\"", "resolver_error", "nowhere")]
    public async Task What_does_not_fit_is_refused_and_changes_nothing(string parameters, string code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_ADD",{{parameters}}}""")).Refused("OpPrereqError", code, word);
        Assert.Single(cluster.State.Nodes());
    }

    [Fact]
    public async Task A_bad_node_parameter_is_named()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"n2","primary_ip":"198.51.100.12","ndparams":{"no_such":1}}""")).Refused("TypeEnforcementError", null, "no_such");
    }

    [Fact]
    public async Task A_master_with_a_secondary_address_wants_one_of_each_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Node, cluster.Master.Uuid, cluster.Master with { SecondaryIp = "192.0.2.1" }));
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"n2","primary_ip":"198.51.100.12"}""")).Refused("OpPrereqError", "wrong_input", "give secondary_ip");
    }

    [Fact]
    public async Task Where_there_are_several_groups_one_is_to_be_named()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        (await cluster.RunAsync(AddN2)).Refused("OpPrereqError", "wrong_input", "default, g2", "'group'");
    }

    [Fact]
    public async Task A_full_pool_takes_no_more_candidates()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","candidate_pool_size":1}""")).Succeeded();
        cluster.Addresses["n2"] = "198.51.100.12";
        var end = await cluster.RunAsync(AddN2);
        end.Succeeded();
        Assert.Equal([NoAgent], end.Messages);
        Assert.False(cluster.State.FindNode("n2")!.MasterCandidate);
    }

    [Fact]
    public async Task A_dry_run_adds_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"n2","dry_run":true}""")).Succeeded();
        Assert.Single(cluster.State.Nodes());
    }

    [Fact]
    public async Task A_name_service_that_does_not_answer_ends_the_job_in_time()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.NameService = new TaskCompletionSource().Task;
        var job = await cluster.SubmitAsync(AddN2);
        await cluster.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        (await cluster.EndAsync(job)).Refused("OpPrereqError", "resolver_error", "n2", "10 s", "primary_ip");
    }

    [Fact]
    public async Task One_that_a_crash_has_interrupted_is_done_by_the_next_start()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Addresses["n2"] = "198.51.100.12";
        cluster.NameService = new TaskCompletionSource().Task;
        var job = await cluster.SubmitAsync(AddN2);
        await cluster.UntilAsync(job, status => status == Drover.Kernel.Jobs.JobStatus.Running);
        cluster.NameService = Task.CompletedTask;
        await cluster.CrashAndRestartAsync();
        (await cluster.EndAsync(job)).Succeeded();
        Assert.Equal(["n2", "node1"], cluster.State.Nodes().Select(n => n.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_readded_node_is_what_it_was_and_neither_offline_nor_drained()
    {
        await using var cluster = await TestCluster.StartAsync();
        var before = await cluster.AddNodeAsync("n2", n => n with { Offline = true, Powered = false, VmCapable = false, Tags = ["old"] });
        var end = await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_ADD","node_name":"n2","readd":true,"primary_ip":"{{before.PrimaryIp}}"}""");
        end.Succeeded();
        Assert.Equal([" - INFO: Readding a node, the offline/drained flags were reset", " - INFO: Node will be a master candidate", NoAgent], end.Messages);
        var after = cluster.State.FindNode("n2")!;
        Assert.Equal(before with { Offline = false, Powered = true, MasterCandidate = true, SerialNo = 2, Changed = after.Changed }, after);
    }

    [Theory]
    [InlineData("\"group\":\"default\",\"primary_ip\":\"192.0.2.1\"", "group")]
    [InlineData("\"primary_ip\":\"192.0.2.99\"", "192.0.2.99")]
    public async Task A_readded_node_keeps_group_and_addresses(string parameters, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        var before = await cluster.AddNodeAsync("n2");
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_ADD","node_name":"n2","readd":true,{{parameters}}}""")).Refused("OpPrereqError", "wrong_input", word);
        Assert.Equal(before, cluster.State.FindNode("n2"));
    }
}
