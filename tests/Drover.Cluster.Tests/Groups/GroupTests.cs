namespace Drover.Cluster.Tests.Groups;

public sealed class GroupTests
{
    [Fact]
    public async Task A_group_is_added_as_the_client_asks_for_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""
            {"OP_ID":"OP_GROUP_ADD","group_name":"g2","alloc_policy":null,"ndparams":null,"diskparams":{},"hv_state":{},"disk_state":{},"ipolicy":{}}
            """)).Succeeded();
        Assert.Equal("preferred", cluster.State.FindGroup("g2")!.AllocPolicy);
    }

    [Theory]
    [InlineData("\"group_name\":\"default\"", "OpPrereqError", "already_exists", "group_name")]
    [InlineData("\"group_name\":\"g\\u001b2\"", "OpPrereqError", "wrong_input", "U+001B")]
    [InlineData("\"group_name\":\"g2\",\"ndparams\":{\"nosuch\":1}", "TypeEnforcementError", null, "nosuch")]
    [InlineData("\"group_name\":\"g2\",\"ndparams\":{\"ssh_port\":70000}", "TypeEnforcementError", null, "ssh_port")]
    [InlineData("\"group_name\":\"g2\",\"diskparams\":{\"drbd\":{\"resync-rate\":\"fast\"}}", "TypeEnforcementError", null, "resync-rate")]
    [InlineData("\"group_name\":\"g2\",\"ipolicy\":{\"vcpu-ratio\":-1}", "OpPrereqError", "wrong_input", "vcpu-ratio")]
    [InlineData("\"group_name\":\"g2\",\"ipolicy\":{\"std\":{}}", "OpPrereqError", "wrong_input", "std")]
    [InlineData("\"group_name\":\"g2\",\"ipolicy\":{\"nosuch\":{}}", "TypeEnforcementError", null, "nosuch")]
    public async Task A_group_that_does_not_fit_is_not_added(string parameters, string errorClass, string? code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_GROUP_ADD",{{parameters}}}""")).Refused(errorClass, code, word);
        Assert.Single(cluster.State.Groups());
    }

    [Fact]
    public async Task A_group_with_nodes_and_the_last_group_cannot_be_removed()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_REMOVE","group_name":"default"}""")).Refused("OpPrereqError", "wrong_state", "node1");
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Node, cluster.Master.Uuid, cluster.Master with { Group = "elsewhere" }));
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_REMOVE","group_name":"default"}""")).Refused("OpPrereqError", "wrong_state", "last");
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_REMOVE","group_name":"default"}""")).Succeeded();
        Assert.Equal("g2", Assert.Single(cluster.State.Groups()).Name);
    }

    [Fact]
    public async Task A_group_is_renamed_to_a_free_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_RENAME","group_name":"g2","new_name":"default"}"""))
            .Refused("OpPrereqError", "already_exists", "new_name", "default");
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_RENAME","group_name":"g2","new_name":"g3"}""")).Succeeded("\"g3\"");
        Assert.NotNull(cluster.State.FindGroup("g3"));
        Assert.Null(cluster.State.FindGroup("g2"));
    }

    [Fact]
    public async Task Parameters_are_laid_over_those_of_the_cluster_until_they_are_reset()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_SET_PARAMS","group_name":"default","ndparams":{"spindle_count":"3"},"diskparams":{"plain":{"stripes":2}}}"""))
            .Succeeded("""[["ndparams","{\"spindle_count\":3}"],["diskparams","{\"plain\":{\"stripes\":2}}"]]""");
        Assert.Equal("3", await cluster.CellAsync("group", "ndp/spindle_count"));
        Assert.Equal("3", await cluster.CellAsync("node", "ndp/spindle_count"));
        Assert.Contains("\"plain\":{\"stripes\":2}", await cluster.CellAsync("group", "diskparams"), StringComparison.Ordinal);
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_SET_PARAMS","group_name":"default","ndparams":{"spindle_count":"default"}}"""))
            .Succeeded("""[["ndparams","{}"]]""");
        Assert.Equal("1", await cluster.CellAsync("node", "ndp/spindle_count"));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_GROUP_SET_PARAMS","group_name":"default"}""", "wrong_input", "ndparams")]
    [InlineData("""{"OP_ID":"OP_GROUP_SET_PARAMS","group_name":"nowhere","alloc_policy":"preferred"}""", "unknown_entity", "nowhere")]
    [InlineData("""{"OP_ID":"OP_GROUP_RENAME","group_name":"nowhere","new_name":"x"}""", "unknown_entity", "nowhere")]
    [InlineData("""{"OP_ID":"OP_GROUP_REMOVE","group_name":"nowhere"}""", "unknown_entity", "nowhere")]
    public async Task Requests_that_make_no_sense_are_refused(string opcode, string code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync(opcode)).Refused("OpPrereqError", code, word);
    }

    [Fact]
    public async Task A_dry_run_checks_and_changes_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_RENAME","group_name":"default","new_name":"x","dry_run":true}""")).Succeeded();
        Assert.Null(cluster.State.FindGroup("x"));
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"default","dry_run":true}""")).Refused("OpPrereqError", "already_exists");
    }

    [Fact]
    public async Task A_change_takes_the_lock_of_the_group()
    {
        await using var cluster = await TestCluster.StartAsync();
        var set = Drover.Locks.LockSet.Empty.With("cluster", "BGL", Drover.Locks.LockMode.Shared)
            .With("nodegroup", cluster.Master.Group, Drover.Locks.LockMode.Exclusive);
        var end = await cluster.RunAsync("""{"OP_ID":"OP_GROUP_SET_PARAMS","group_name":"default","alloc_policy":"last_resort"}""");
        end.Succeeded("""[["alloc_policy","last_resort"]]""");
        Assert.Equal(set.ToString(), cluster.GrantedTo(end.Job.Id));
        Assert.Equal("last_resort", Assert.Single(cluster.State.Groups().Select(g => g.AllocPolicy)));
    }
}
