using Drover.Cluster.Tests.Queries;

namespace Drover.Cluster.Tests.Nodes;

public sealed class MoveFromNodeTests
{
    [Theory]
    [InlineData("""{"OP_ID":"OP_NODE_EVACUATE","node_name":"node1","mode":"primary-only"}""")]
    [InlineData("""{"OP_ID":"OP_NODE_EVACUATE","node_name":"node1","mode":"secondary-only"}""")]
    [InlineData("""{"OP_ID":"OP_NODE_MIGRATE","node_name":"node1"}""")]
    public async Task A_node_without_instances_has_nothing_to_move(string opcode)
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync(opcode);
        end.Succeeded("""{"jobs":[]}""");
        Assert.Contains("No instances", Assert.Single(end.Messages), StringComparison.Ordinal);
        Assert.Equal($"cluster/BGL shared, node/{cluster.Master.Uuid} shared", cluster.GrantedTo(end.Job.Id));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_NODE_EVACUATE","node_name":"node1","mode":"primary-only"}""", "\"success\"")]
    [InlineData("""{"OP_ID":"OP_NODE_EVACUATE","node_name":"n2","mode":"primary-only"}""", "instance1")]
    [InlineData("""{"OP_ID":"OP_NODE_EVACUATE","node_name":"node1","mode":"secondary-only"}""", "instance1")]
    [InlineData("""{"OP_ID":"OP_NODE_MIGRATE","node_name":"n2"}""", "instance1")]
    public async Task Instances_are_named_and_stay(string opcode, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        var node = await cluster.AddNodeAsync("n2");
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Instance, "i1", InstanceResourceTests.Instance(node.Uuid) with { SecondaryNodes = [cluster.Master.Uuid] }));
        var end = await cluster.RunAsync(opcode);
        if (word == "\"success\"")
            end.Succeeded("""{"jobs":[]}""");
        else
            end.Refused("OpExecError", null, word);
    }

    [Theory]
    [InlineData("\"mode\":\"all\"", "mode")]
    [InlineData("\"mode\":\"primary-only\",\"remote_node\":\"n2\"", "secondary-only")]
    [InlineData("\"mode\":\"secondary-only\",\"remote_node\":\"node1\"", "remote_node")]
    [InlineData("\"mode\":\"secondary-only\",\"remote_node\":\"n2\",\"iallocator\":\"hail\"", "iallocator")]
    public async Task Requests_that_make_no_sense_are_refused(string parameters, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2");
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_EVACUATE","node_name":"node1",{{parameters}}}""")).Refused("OpPrereqError", "wrong_input", word);
    }

    [Theory]
    [InlineData("node1", "", "OpPrereqError", "force")]
    [InlineData("node1", ",\"force\":true", "OpExecError", "reboot")]
    [InlineData("n2", "", "OpExecError", "reboot")]
    public async Task No_machine_is_booted(string node, string more, string errorClass, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2");
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_POWERCYCLE","node_name":"{{node}}"{{more}}}"""))
            .Refused(errorClass, errorClass == "OpPrereqError" ? "wrong_input" : null, word);
    }
}
