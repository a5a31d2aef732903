using Drover.Opcodes;

namespace Drover.Cluster.Tests;

public sealed class NewClusterTests
{
    [Fact]
    public async Task A_new_cluster_has_this_machine_as_its_master_and_one_group()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal("gntcluster", cluster.State.Cluster().Name);
        Assert.Equal(("node1", "198.51.100.10", true), (cluster.Master.Name, cluster.Master.PrimaryIp, cluster.Master.MasterCandidate));
        Assert.Equal("default", Assert.Single(cluster.State.Groups()).Name);
        Assert.Equal(cluster.Master.Group, Assert.Single(cluster.State.Groups()).Uuid);
    }

    [Fact]
    public async Task Objects_come_back_as_they_were_after_a_crash()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2","ndparams":{"ssh_port":"2222"},"alloc_policy":"unallocable"}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_SET_PARAMS","node_name":"node1","vm_capable":false}""")).Succeeded("""[["vm_capable",false]]""");
        await cluster.CrashAndRestartAsync();
        Assert.False(cluster.Master.VmCapable);
        Assert.True(cluster.Master.MasterCapable);
        var group = cluster.State.FindGroup("g2")!;
        Assert.Equal(("unallocable", """{"ssh_port":2222}"""), (group.AllocPolicy, group.Ndparams.ToString()));
    }

    [Fact]
    public async Task A_name_that_is_no_host_name_is_refused_before_anything_is_stored()
    {
        var problem = await Assert.ThrowsAsync<DroverException>(() => TestCluster.StartAsync(name: "my cluster"));
        Assert.Contains("my cluster", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opcodes_of_the_vocabulary_that_nothing_runs_are_refused_by_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        var problem = Assert.Throws<OpcodeException>(() => cluster.Read("""{"OP_ID":"OP_INSTANCE_STARTUP","instance_name":"i1"}"""));
        Assert.Equal(OpcodeProblem.NotRunYet, problem.Problem);
        Assert.Contains("OP_INSTANCE_STARTUP", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaying_the_journal_makes_the_same_rows()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SET","kind":"node","name":"node1","tags":["b","a"]}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_REMOVE","group_name":"g2"}""")).Succeeded();
        using var reader = cluster.Host.ReadStore();
        Assert.Empty(Drover.Kernel.State.Replayer.Replay(cluster.Host.Model, reader).Problems);
    }
}
