using Drover.Kernel.Journal;

namespace Drover.Cluster.Tests.Nodes;

public sealed class ClusterNodesTests
{
    [Fact]
    public async Task Other_rooms_see_which_machines_belong_to_the_cluster()
    {
        await using var cluster = await TestCluster.StartAsync();
        var node = await cluster.AddNodeAsync("n2.example.com", n => n with { Offline = true });
        Assert.Equal([("n2.example.com", node.Uuid, true), ("node1", cluster.Master.Uuid, false)], ClusterNodes.All(cluster.State).Order());
        Assert.Equal(("n2.example.com", node.Uuid, true), ClusterNodes.Find(cluster.State, "n2.example.com"));
        Assert.Null(ClusterNodes.Find(cluster.State, "n2"));
        Assert.Null(ClusterNodes.Find(cluster.State, node.Uuid));
    }

    [Fact]
    public async Task They_are_woken_by_changes_of_nodes_and_by_nothing_else()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var subscription = cluster.Host.Events.Subscribe(ClusterNodes.Concerns);
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"n2","group":"g2","primary_ip":"198.51.100.12"}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_REMOVE","node_name":"n2"}""")).Succeeded();
        var kinds = new List<string>();
        while (subscription.Records.TryRead(out JournalRecord? record))
            kinds.Add(record.Kind);
        Assert.Equal(["object-stored", "object-removed"], kinds);
    }
}
