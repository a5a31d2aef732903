using Drover.Cluster.Tests.Queries;

namespace Drover.Cluster.Tests.Groups;

public sealed class AssignNodesTests
{
    private static async Task<TestCluster> WithTwoGroupsAsync()
    {
        var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        await cluster.AddNodeAsync("n2");
        await cluster.AddNodeAsync("n3");
        return cluster;
    }

    private static string Assign(string nodes, bool force = false) =>
        $$"""{"OP_ID":"OP_GROUP_ASSIGN_NODES","group_name":"g2","nodes":[{{nodes}}],"force":{{(force ? "true" : "false")}}}""";

    [Fact]
    public async Task Nodes_move_and_all_views_show_it()
    {
        await using var cluster = await WithTwoGroupsAsync();
        var end = await cluster.RunAsync(Assign("\"n2\",\"n3\",\"n2\""));
        end.Succeeded();
        Assert.Equal(["\"default\"", "\"g2\"", "\"g2\""], (await cluster.QueryAsync("node", "name,group")).OrderBy(r => r[0], StringComparer.Ordinal).Select(r => r[1]).Order(StringComparer.Ordinal));
        Assert.Equal([["\"default\"", "1", """["node1"]"""], ["\"g2\"", "2", """["n2","n3"]"""]], await cluster.QueryAsync("group", "name,node_cnt,node_list"));
        Assert.Equal([["\"n2\""], ["\"n3\""]], await cluster.QueryAsync("node", "name", """["==","group","g2"]"""));
        Assert.Equal(2, cluster.State.FindNode("n2")!.SerialNo);
    }

    [Fact]
    public async Task It_locks_the_nodes_and_all_groups_that_change()
    {
        await using var cluster = await WithTwoGroupsAsync();
        var end = await cluster.RunAsync(Assign("\"n2\""));
        var groups = new[] { cluster.Master.Group, cluster.State.FindGroup("g2")!.Uuid }.Order(StringComparer.Ordinal).ToList();
        Assert.Equal($"cluster/BGL shared, node/{cluster.State.FindNode("n2")!.Uuid} exclusive, nodegroup/{groups[0]} exclusive, nodegroup/{groups[1]} exclusive", cluster.GrantedTo(end.Job.Id));
    }

    [Fact]
    public async Task A_node_that_is_there_already_is_left_as_it_is()
    {
        await using var cluster = await WithTwoGroupsAsync();
        (await cluster.RunAsync(Assign("\"n2\""))).Succeeded();
        (await cluster.RunAsync(Assign("\"n2\""))).Succeeded();
        Assert.Equal(2, cluster.State.FindNode("n2")!.SerialNo);
    }

    [Theory]
    [InlineData("\"nowhere\"", "g2", "nowhere")]
    [InlineData("\"n2\"", "g9", "g9")]
    public async Task Unknown_names_are_refused(string nodes, string group, string word)
    {
        await using var cluster = await WithTwoGroupsAsync();
        (await cluster.RunAsync(Assign(nodes).Replace("\"g2\"", $"\"{group}\"", StringComparison.Ordinal))).Refused("OpPrereqError", "unknown_entity", word);
    }

    [Fact]
    public async Task An_instance_is_split_with_force_only_and_stays_split_without()
    {
        await using var cluster = await WithTwoGroupsAsync();
        await MirrorAsync(cluster, "drbd");
        (await cluster.RunAsync(Assign("\"n2\""))).Refused("OpExecError", null, "instance1", "force");
        Assert.Equal(cluster.Master.Group, cluster.State.FindNode("n2")!.Group);

        var forced = await cluster.RunAsync(Assign("\"n2\"", force: true));
        forced.Succeeded();
        Assert.Contains("instance1", Assert.Single(forced.Messages), StringComparison.Ordinal);
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"g2","error_codes":true,"ignore_errors":["ENODERPC"]}""")).Succeeded("true");

        // It was split before, and the move of another node makes that neither better nor worse.
        var later = await cluster.RunAsync(Assign("\"node1\""));
        later.Succeeded();
        Assert.Contains("remain", Assert.Single(later.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_whose_nodes_move_together_is_not_split()
    {
        await using var cluster = await WithTwoGroupsAsync();
        await MirrorAsync(cluster, "drbd");
        var end = await cluster.RunAsync(Assign("\"n2\",\"n3\""));
        end.Succeeded();
        Assert.Empty(end.Messages);
    }

    [Fact]
    public async Task Disks_that_are_not_mirrored_split_no_instance()
    {
        await using var cluster = await WithTwoGroupsAsync();
        await MirrorAsync(cluster, "plain");
        (await cluster.RunAsync(Assign("\"n2\""))).Succeeded();
    }

    private static Task MirrorAsync(TestCluster cluster, string template) => cluster.TamperAsync(d => d.Store(ClusterKinds.Instance, "i1",
        InstanceResourceTests.Instance(cluster.State.FindNode("n2")!.Uuid) with { SecondaryNodes = [cluster.State.FindNode("n3")!.Uuid], DiskTemplate = template }));
}
