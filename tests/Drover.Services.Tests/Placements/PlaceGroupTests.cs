using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Services;
using Drover.Services.Placements;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Placements;

/// <summary>A group comes to one of its nodes, and moves, and never is on two.</summary>
public sealed class PlaceGroupTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(23);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_with_failover_comes_to_the_first_of_its_nodes_by_the_levels_that_try_it()
    {
        await using var host = await PlacementHost.PlacedAsync();
        Assert.Equal((1, "1", 0L), (host.Now!.Lease, host.Now.Level, host.Now.Moves));
        Assert.Equal(["\"g\" \"n2\" \"1\" \"placed\" 0 1"], (await host.Services.QueryAsync("placement", "group,node,level,state,moves,lease")).Select(row => string.Join(' ', row)));
        Assert.Empty(PlacementHost.Told(host.N1));
        Assert.Equal(1, Assert.Single(host.N2.Leases).Number);
    }

    [Fact]
    public async Task By_order_it_is_stopped_where_it_is_before_it_begins_elsewhere()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N2.Ends = (_, level) => level == "off" ? null : new LevelEnd(LevelEndKind.Reached, "DONE");
        var job = await host.MoveAsync("n1");
        Assert.Equal($"1 ({job},0,48) tell g off by 1", await host.N2.Orders.ReadAsync(Token));
        Assert.Empty(PlacementHost.Told(host.N1));
        host.N2.ShowGroup("g", "off");
        host.N2.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 48), new LevelEnd(LevelEndKind.Reached, "DONE")));
        Assert.Equal((JobStatus.Success, "\"n1\""), (await host.Services.EndAsync(job)) is var (status, result, _) ? (status, result) : default);
        Assert.Equal(["g plan by 2", "g test by 2", "g 1 by 2"], PlacementHost.Told(host.N1));
        Assert.Equal(("n1", 2L, 1L), (host.Now!.Node, host.Now.Lease, host.Now.Moves));
    }

    [Fact]
    public async Task Without_a_node_it_goes_to_another_than_where_it_is()
    {
        await using var host = await PlacementHost.PlacedAsync();
        Assert.Equal("\"n3\"", (await host.Services.EndAsync(await host.MoveAsync())).Result);
    }

    [Theory]
    [InlineData("n2", "is on n2 already")]
    [InlineData("n9", "n9 is none of the nodes of group 'g': n2, n3, n1")]
    [InlineData("n3", "n3 cannot have group 'g': it is away (its plug is out)")]
    public async Task An_order_that_cannot_be_is_refused_and_changes_nothing(string node, string why)
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.Services.Nodes.Lose("n3");
        var (status, result, _) = await host.Services.EndAsync(await host.MoveAsync(node));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains(why, result, StringComparison.Ordinal);
        Assert.Empty(PlacementHost.Told(host.N2));
        Assert.Equal(PlacementState.Placed, host.Now!.State);
    }

    [Fact]
    public async Task A_node_that_is_away_for_longer_than_the_grace_loses_it_when_its_lease_has_ended()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.Services.Nodes.Lose("n2");
        await host.Clock.WaitForSingleTimerAsync(s_grace, Token);
        host.Clock.Advance(s_grace);
        await host.WaitsAsync("the lease of n2 on group 'g' to end, at 03:04:28 UTC at the latest");
        Assert.Equal(PlacementState.Waiting, host.Now!.State);
        await host.Clock.WaitForSingleTimerAsync(s_lease - s_grace, Token);
        host.Clock.Advance(s_lease - s_grace - TimeSpan.FromTicks(1));
        Assert.Empty(PlacementHost.Told(host.N3));
        host.Clock.Advance(TimeSpan.FromTicks(1));
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Equal(["g plan by 2", "g test by 2", "g 1 by 2"], PlacementHost.Told(host.N3));
        Assert.Equal("n2 has been away for 10 s (its plug is out)", host.Now.Reason);
        Assert.Empty(host.Now.Failures);
    }

    [Fact]
    public async Task One_that_was_taken_out_loses_it_when_its_lease_has_ended_whatever_the_grace_is_and_is_not_fenced()
    {
        await using var host = await PlacementHost.PlacedAsync(new PlacementOptions { FenceCommand = "/bin/fence" });
        host.Services.Nodes.Lose("n2");
        var away = TimeSpan.FromSeconds(1);
        host.Clock.Advance(away);
        host.Services.Nodes.Leave("n2");
        await host.WaitsAsync("the lease of n2");
        await host.Clock.WaitForSingleTimerAsync(s_lease - away, Token);
        host.Clock.Advance(s_lease - away - TimeSpan.FromTicks(1));
        Assert.Equal(PlacementState.Waiting, host.Now!.State);
        host.Clock.Advance(TimeSpan.FromTicks(1));
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Equal("n2 has left the fleet", host.Now.Reason);
        Assert.Empty(host.Now.Failures);
        Assert.Empty(PlacementHost.Told(host.N1));
    }

    [Fact]
    public async Task One_that_is_taken_out_on_the_way_up_is_given_up_at_once()
    {
        await using var host = await PlacementHost.StartAsync();
        host.N2.Ends = (_, level) => level == "1" ? null : new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.SetAsync(PlacementHost.Cltab);
        await host.WaitsAsync("group 'g' of n2 to reach level '1'");
        host.Services.Nodes.Leave("n2");
        await host.WaitsAsync("the lease of n2");
        host.Clock.Advance(s_lease);
        await host.IsAsync(PlacementState.Placed, "n3");
    }

    [Fact]
    public async Task One_that_is_back_within_the_grace_keeps_it()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.Services.Nodes.Lose("n2");
        await host.Clock.WaitForSingleTimerAsync(s_grace, Token);
        host.Clock.Advance(s_grace - TimeSpan.FromSeconds(1));
        host.Services.Nodes.Come("n2");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.SettlesAsync();
        Assert.Equal(("n2", 1L), (host.Now!.Node, host.Now.Lease));
    }

    [Fact]
    public async Task What_was_fenced_is_not_waited_for()
    {
        await using var host = await PlacementHost.PlacedAsync(new PlacementOptions { FenceCommand = "/bin/fence" });
        await LoseAsync(host);
        Assert.EndsWith("run /bin/fence n2 g for 30 s", await EndFenceAsync(host, exit: 0), StringComparison.Ordinal);
        await host.IsAsync(PlacementState.Placed, "n3");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public async Task What_was_not_fenced_is_waited_for(int? exit)
    {
        await using var host = await PlacementHost.PlacedAsync(new PlacementOptions { FenceCommand = "/bin/fence" });
        await LoseAsync(host);
        await EndFenceAsync(host, exit);
        await host.WaitsAsync("the lease of n2");
        Assert.Empty(PlacementHost.Told(host.N3));
        host.Clock.Advance(s_lease);
        await host.IsAsync(PlacementState.Placed, "n3");
    }

    [Fact]
    public async Task For_a_group_that_is_to_end_no_node_is_fenced()
    {
        await using var host = await PlacementHost.PlacedAsync(new PlacementOptions { FenceCommand = "/bin/fence" });
        host.Services.Nodes.Lose("n2");
        await host.SetAsync("x:y:1:once:/bin/z");
        await host.WaitsAsync("the lease of n2");
        Assert.Empty(PlacementHost.Told(host.N1));
        host.Clock.Advance(s_lease);
        await Soon.HoldsAsync(() => host.Now is null);
    }

    [Fact]
    public async Task A_node_that_does_not_stop_it_is_not_asked_again_but_waited_for()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N2.Ends = (_, _) => new LevelEnd(LevelEndKind.Failed, "FAILED", "a does not end");
        var job = await host.MoveAsync("n3");
        await host.WaitsAsync("the lease of n2");
        Assert.Empty(host.N2.Leases);
        host.Clock.Advance(s_lease);
        Assert.Equal(JobStatus.Success, (await host.Services.EndAsync(job)).Status);
        Assert.Equal("n3", host.Now!.Node);
    }

    [Fact]
    public async Task A_node_whose_test_fails_is_told_off_and_remembered_and_the_next_one_gets_it()
    {
        await using var host = await PlacementHost.StartAsync();
        Fail(host.N2, "test");
        await host.SetAsync(PlacementHost.Cltab);
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Equal(["g plan by 1", "g test by 1", "g off by 1"], PlacementHost.Told(host.N2));
        Assert.Equal(["g plan by 2", "g test by 2", "g 1 by 2"], PlacementHost.Told(host.N3));
        Assert.Equal("n2", Assert.Single(host.Now!.Failures).Node);
        Assert.Equal(0, host.Now.Moves);
    }

    [Fact]
    public async Task A_wished_node_on_which_it_fails_is_told_of_though_it_is_elsewhere()
    {
        await using var host = await PlacementHost.PlacedAsync();
        Fail(host.N1, "1");
        var (status, result, _) = await host.Services.EndAsync(await host.MoveAsync("n1"));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("group 'g' is on n3: on n1 it failed: group 'g' is FAILED at level '1': no disk\",\"elsewhere\"", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_fail_it_is_nowhere_and_tried_again_after_pauses_that_double()
    {
        await using var host = await PlacementHost.StartAsync();
        foreach (var node in (FakeNode[])[host.N1, host.N2, host.N3])
            Fail(node, "test");
        await host.SetAsync(PlacementHost.Cltab);
        await host.IsAsync(PlacementState.Nowhere, null);
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(5), Token);
        Assert.Equal("no node is fit. n2: it has failed there; n3: it has failed there; n1: it has failed there", host.Now!.Reason);
        var lease = host.Now.Lease;
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal(lease + 3, host.Now.Lease);
        host.N3.Ends = (_, _) => new LevelEnd(LevelEndKind.Reached, "DONE");
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.IsAsync(PlacementState.Placed, "n3");
    }

    [Fact]
    public async Task Where_no_node_is_fit_it_says_why_of_each_and_is_placed_as_soon_as_one_comes()
    {
        await using var host = await PlacementHost.StartAsync();
        host.N1.LeaseProblem = "no guard";
        host.N3.KeepsLeases = false;
        host.Services.Nodes.Lose("n2");
        await host.SetAsync(PlacementHost.Cltab);
        await Soon.HoldsAsync(() => host.Now?.Reason == "no node is fit. n2: it is away (its plug is out); n3: its agent knows of no leases: bring it to the release of the master; n1: no guard");
        host.Services.Nodes.Come("n2");
        host.N2.HoldCltab(ClusterCltab.None);
        await host.IsAsync(PlacementState.Placed, "n2");
    }

    [Fact]
    public async Task A_node_that_does_not_ask_is_passed_over()
    {
        await using var host = await PlacementHost.StartAsync();
        host.N2.AsksForLeases = false;
        await host.SetAsync(PlacementHost.Cltab);
        await host.WaitsAsync("n2 to ask for the lease");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(20), Token);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await host.IsAsync(PlacementState.Placed, "n3");
    }

    [Fact]
    public async Task A_newer_order_takes_the_place_of_an_older_one()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N1.Ends = (_, level) => level == "1" ? null : new LevelEnd(LevelEndKind.Reached, "DONE");
        var first = await host.MoveAsync("n1");
        await host.WaitsAsync("group 'g' of n1 to reach level '1'");
        var second = await host.MoveAsync("n3");
        Assert.Equal(JobStatus.Success, (await host.Services.EndAsync(second)).Status);
        Assert.Equal(JobStatus.Canceled, (await host.Services.EndAsync(first)).Status);
        Assert.Equal(["g plan by 2", "g test by 2", "g 1 by 2", $"cancel g: superseded by job {second}", "g off by 2"], PlacementHost.Told(host.N1));
        Assert.Equal("n3", host.Now!.Node);
    }

    [Fact]
    public async Task A_rehearsal_says_what_would_be_and_does_nothing()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.Services.Nodes.Lose("n3");
        var (status, _, log) = await host.Services.EndAsync(await host.Services.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_PLACE","group":"g","dry_run":true}"""));
        Assert.Equal(JobStatus.Success, status);
        Assert.Equal(["\"group 'g' is placed on n2 at level '1' (lease 1)\"", "\"n3 cannot have it: it is away (its plug is out)\"", "\"it would be stopped on n2, and started on n1\""], log);
        Assert.Empty(PlacementHost.Told(host.N2));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"off","node":"n2"}""")]
    [InlineData("""{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"g","level":"1","nodes":["n1","n3"]}""")]
    public async Task To_tell_such_a_group_a_level_is_refused(string opcode)
    {
        await using var host = await PlacementHost.PlacedAsync();
        var (status, result, _) = await host.Services.EndAsync(await host.Services.SubmitAsync(opcode));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("move it with 'drover move g --to NODE'. Its level is ':::group.g.failover:' of the cluster's cltab", result, StringComparison.Ordinal);
        Assert.Empty(PlacementHost.Told(host.N2));
    }

    /// <summary>n2 is away for longer than it may.</summary>
    private static async Task LoseAsync(PlacementHost host)
    {
        host.Services.Nodes.Lose("n2");
        await host.Clock.WaitForSingleTimerAsync(s_grace, Token);
        host.Clock.Advance(s_grace);
    }

    /// <summary>The command that fences ends; without a code it ran for too long.</summary>
    private static async Task<string> EndFenceAsync(PlacementHost host, int? exit)
    {
        var order = await host.N1.Orders.ReadAsync(Token);
        var key = order[(order.IndexOf('(', StringComparison.Ordinal) + 1)..order.IndexOf(')', StringComparison.Ordinal)].Split(',').Select(int.Parse).ToArray();
        host.N1.Reports.Add(number => new CommandEnded(number, new CommandKey(key[0], key[1], key[2]), new CommandEnd(exit is null ? CommandEndKind.TimedOut : CommandEndKind.Ended, exit)));
        return order;
    }

    private static void Fail(FakeNode node, string failing) =>
        node.Ends = (_, level) => level == failing ? new LevelEnd(LevelEndKind.Failed, "FAILED", "no disk") : new LevelEnd(LevelEndKind.Reached, "DONE");
}
