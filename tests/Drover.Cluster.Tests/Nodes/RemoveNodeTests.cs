using Drover.Cluster.Exports;
using Drover.Cluster.Tests.Queries;

namespace Drover.Cluster.Tests.Nodes;

public sealed class RemoveNodeTests
{
    private const string RemoveN2 = """{"OP_ID":"OP_NODE_REMOVE","node_name":"n2"}""";

    [Fact]
    public async Task A_node_goes_with_its_exports_and_nothing_else_runs_meanwhile()
    {
        await using var cluster = await TestCluster.StartAsync();
        var node = await cluster.AddNodeAsync("n2");
        foreach (var (uuid, keeper) in new[] { ("e1", node.Uuid), ("e2", cluster.Master.Uuid) })
            await cluster.TamperAsync(d => d.Store(ClusterKinds.Export, uuid, new Export { Uuid = uuid, Name = uuid, Node = keeper }));
        var end = await cluster.RunAsync(RemoveN2);
        end.Succeeded();
        Assert.Equal("cluster/BGL exclusive", cluster.GrantedTo(end.Job.Id));
        Assert.Equal("node1", Assert.Single(cluster.State.Nodes()).Name);
        Assert.Equal("e2", Assert.Single(cluster.State.Exports()).Uuid);
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_CONFIG"}""")).Succeeded("true");
    }

    [Fact]
    public async Task The_place_of_a_candidate_is_filled()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","candidate_pool_size":2}""")).Succeeded();
        await cluster.AddNodeAsync("n2", n => n with { MasterCandidate = true });
        await cluster.AddNodeAsync("n3", n => n with { Drained = true });
        await cluster.AddNodeAsync("n4");
        await cluster.AddNodeAsync("n5");
        var end = await cluster.RunAsync(RemoveN2);
        end.Succeeded();
        Assert.Equal([" - INFO: promoted to master candidates: n4"], end.Messages);
        Assert.Equal(["n4", "node1"], cluster.State.Nodes().Where(n => n.MasterCandidate).Select(n => n.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_master_stays()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_REMOVE","node_name":"node1"}""")).Refused("OpPrereqError", "wrong_input", "master");
        Assert.Single(cluster.State.Nodes());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_with_an_instance_stays_whether_it_runs_there_or_has_a_copy_there(bool runs)
    {
        await using var cluster = await TestCluster.StartAsync();
        var node = await cluster.AddNodeAsync("n2");
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Instance, "i1", runs
            ? InstanceResourceTests.Instance(node.Uuid)
            : InstanceResourceTests.Instance(cluster.Master.Uuid) with { SecondaryNodes = [node.Uuid] }));
        (await cluster.RunAsync(RemoveN2)).Refused("OpPrereqError", "wrong_input", "instance1", "n2");
        Assert.NotNull(cluster.State.FindNode("n2"));
    }

    [Fact]
    public async Task An_unknown_name_fails_before_locks()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync(RemoveN2)).Refused("OpPrereqError", "unknown_entity", "n2");
    }
}
