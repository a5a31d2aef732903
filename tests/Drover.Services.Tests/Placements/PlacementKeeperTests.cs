using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Placements;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Placements;

/// <summary>The master keeps a group where it is to be, whatever becomes of the group, its node, the cltab or the master.</summary>
public sealed class PlacementKeeperTests
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(23);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("FAILED", "UP", "it failed on n2: it is FAILED: no disk")]
    [InlineData("DEGRADED", "PAUSING", "it failed on n2: g/a dies again and again (exit 1)")]
    [InlineData("DEGRADED", "BROKEN", "it failed on n2: g/a cannot be started: no such file")]
    public async Task A_group_that_fails_on_its_node_is_moved(string word, string process, string reason)
    {
        await using var host = await PlacementHost.PlacedAsync();
        Show(host.N2, word, process);
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Equal(reason, host.Now!.Reason);
        Assert.Equal(["g off by 1"], PlacementHost.Told(host.N2));
        Assert.Equal("n2", Assert.Single(host.Now.Failures).Node);
    }

    [Fact]
    public async Task A_level_that_is_another_one_in_the_cltab_is_told_where_the_group_is_under_the_same_lease()
    {
        await using var host = await PlacementHost.PlacedAsync();
        await host.SetAsync(PlacementHost.Cltab.Replace("failover:1", "failover:2", StringComparison.Ordinal));
        await Soon.HoldsAsync(() => host.Now is { State: PlacementState.Placed, Level: "2" });
        Assert.Equal(["g 2 by 1"], PlacementHost.Told(host.N2));
        Assert.Equal(("n2", 1L, 0L), (host.Now!.Node, host.Now.Lease, host.Now.Moves));
    }

    [Fact]
    public async Task A_group_that_is_found_at_another_level_is_told_its_own_again_when_that_lasts()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N2.ShowGroup("g", "off");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(2), Token);
        Assert.Empty(PlacementHost.Told(host.N2));
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.EndsWith("tell g 1 by 1", await host.N2.Orders.ReadAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""":::group.g.failover:1\n""")]
    [InlineData("""g:p:plan:once:/bin/true\ng:c:test:test:/bin/check\ng:a:1:respawn:/bin/a\n:::group.g.failover:1\n:::group.g.nodes:n2,n3,n1\n:::group.g.failover-grace:10s""")]
    public async Task A_group_that_is_not_to_be_placed_any_more_is_stopped_and_taken_off_the_record(string dropped)
    {
        await using var host = await PlacementHost.PlacedAsync();
        var rest = PlacementHost.Cltab.Replace(dropped, "", StringComparison.Ordinal);
        await host.SetAsync(rest.Length == 0 ? "x:y:1:once:/bin/z" : rest);
        await Soon.HoldsAsync(() => host.Now is null);
        Assert.Equal(["g off by 1"], PlacementHost.Told(host.N2));
        Assert.Empty(host.N2.Leases);
        // Its number is not given again.
        await host.SetAsync(PlacementHost.Cltab);
        await host.IsAsync(PlacementState.Placed, "n2");
        Assert.Equal(2, host.Now!.Lease);
    }

    [Fact]
    public async Task What_runs_of_it_where_it_is_not_placed_is_stopped()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N1.ShowGroup("g", "1");
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(2), Token);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.EndsWith("tell g off", await host.N1.Orders.ReadAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_it_is_placed_first_it_is_stopped_where_it_was_by_hand()
    {
        await using var host = await PlacementHost.StartAsync();
        host.N3.ShowGroup("g", "1");
        host.N3.Ends = (_, level) => level == "off" ? null : new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.SetAsync(PlacementHost.Cltab);
        await host.WaitsAsync("group 'g' of n3 to reach level 'off'");
        Assert.Empty(PlacementHost.Told(host.N2));
        var key = new CommandKey(host.Services.Kernel.State.Queue.Slots[PlaceGroup.SlotOf("g")].Max, 0, 1 << 20);
        host.N3.ShowGroup("g", "off");
        host.N3.Reports.Add(number => new LevelEnded(number, key, new LevelEnd(LevelEndKind.Reached, "DONE")));
        await host.IsAsync(PlacementState.Placed, "n2");
    }

    [Fact]
    public async Task A_node_that_is_away_and_had_it_by_hand_is_waited_for()
    {
        await using var host = await PlacementHost.StartAsync();
        host.N3.Reports.Add(number => new GroupChanged(number, new GroupKey("n3", "g"), new GroupStatus("1", "1", "DONE", null, 1, "boot")));
        await Soon.HoldsAsync(() => host.Services.Stored("n3/g") is not null);
        host.Services.Nodes.Lose("n3");
        await host.SetAsync(PlacementHost.Cltab);
        await Soon.HoldsAsync(() => host.Now?.Reason?.StartsWith("n3 is away, and had the group at a level when it was heard last, without a lease", StringComparison.Ordinal) == true);
        await host.SettlesAsync();
        Assert.Empty(PlacementHost.Told(host.N2));
        host.Services.Nodes.Come("n3");
        host.N3.HoldCltab(ClusterCltab.None);
        await host.IsAsync(PlacementState.Placed, "n2");
        Assert.Equal(["g off"], PlacementHost.Told(host.N3));
    }

    [Fact]
    public async Task A_node_that_cannot_see_to_its_end_any_more_loses_it()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N2.LeaseProblem = "its guard has died";
        host.N2.OnLeasesChanged(host.Services.Book);
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Equal("it failed on n2: its guard has died", host.Now!.Reason);
    }

    [Fact]
    public async Task A_node_whose_own_cltab_has_the_group_is_left_alone()
    {
        await using var host = await PlacementHost.StartAsync();
        host.N2.Overridden = ["g"];
        await host.SetAsync(PlacementHost.Cltab);
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Empty(PlacementHost.Told(host.N2));
    }

    [Fact]
    public async Task A_canary_places_nothing()
    {
        await using var host = await PlacementHost.StartAsync();
        await host.Services.EndAsync(await host.Services.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{PlacementHost.Cltab}}","nodes":["n2"]}"""));
        await host.SettlesAsync();
        Assert.Empty(PlacementHost.Told(host.N2));
        await host.Services.EndAsync(await host.Services.SubmitAsync("""{"OP_ID":"OP_CLTAB_TAKE"}"""));
        await host.IsAsync(PlacementState.Placed, "n2");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("test")]
    [InlineData("1")]
    public async Task A_master_that_ends_on_the_way_up_goes_on_with_the_same_orders(string level)
    {
        await using var host = await PlacementHost.StartAsync();
        host.N2.Ends = (_, told) => told == level ? null : new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.SetAsync(PlacementHost.Cltab);
        await host.WaitsAsync($"group 'g' of n2 to reach level '{level}'");
        var before = Orders(host.N2);
        host.N2.Ends = (_, _) => new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.RestartAsync();
        await host.IsAsync(PlacementState.Placed, "n2");
        var after = Orders(host.N2);
        // Under a later term, with the same keys.
        Assert.Equal(before.Select(WithoutTerm), after.Take(before.Count).Select(WithoutTerm));
        Assert.Equal((1L, 0), (host.Now!.Lease, host.Now.Failures.Length));
    }

    [Fact]
    public async Task A_master_that_ends_on_the_way_down_goes_on()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N2.Ends = (_, _) => null;
        var job = await host.MoveAsync("n1");
        await host.WaitsAsync("group 'g' of n2 to reach level 'off'");
        host.N2.Ends = (_, _) => new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.RestartAsync();
        Assert.Equal("\"n1\"", (await host.Services.EndAsync(job)).Result);
        Assert.Equal(["g off by 1", "g off by 1"], PlacementHost.Told(host.N2));
    }

    [Fact]
    public async Task A_master_that_ends_while_it_waits_for_a_lease_waits_for_a_whole_one()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N2.Ends = (_, _) => new LevelEnd(LevelEndKind.Failed, "FAILED", "it does not end");
        var job = await host.MoveAsync("n1");
        await host.WaitsAsync("the lease of n2");
        host.Clock.Advance(s_lease - TimeSpan.FromSeconds(1));
        await host.RestartAsync();
        await host.WaitsAsync("the lease of n2");
        host.Clock.Advance(s_lease - TimeSpan.FromTicks(1));
        Assert.Empty(PlacementHost.Told(host.N1));
        host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("\"n1\"", (await host.Services.EndAsync(job)).Result);
    }

    [Fact]
    public async Task A_master_that_ends_with_nothing_to_do_leaves_it_where_it_is()
    {
        await using var host = await PlacementHost.PlacedAsync();
        await host.RestartAsync();
        await host.Services.EndAsync(await host.MoveAsync("n1"));
        Assert.Equal(["g off by 1"], PlacementHost.Told(host.N2));
        Assert.Equal(("n1", 2L), (host.Now!.Node, host.Now.Lease));
    }

    [Fact]
    public async Task A_cancelled_job_is_gone_on_with_by_another()
    {
        await using var host = await PlacementHost.PlacedAsync();
        host.N1.Ends = (_, level) => level == "1" ? null : new LevelEnd(LevelEndKind.Reached, "DONE");
        var job = await host.MoveAsync("n1");
        await host.WaitsAsync("group 'g' of n1 to reach level '1'");
        host.N1.Ends = (_, _) => new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.Services.CancelAsync(job);
        await host.Services.EndAsync(job);
        await host.IsAsync(PlacementState.Placed, "n1");
    }

    private static void Show(FakeNode node, string word, string process) => node.Show(
        [new GroupRow(node.Name, "g", "1", "1", word == "FAILED" ? word : "DONE", word, word == "FAILED" ? "no disk" : null, 0, 1, 1, 0, [])],
        [new ProcessRow(node.Name, "g", "a", "respawn", process, 7, "1", 0, "exit 1", process == "BROKEN" ? "no such file" : null, 0, null, "/bin/a", "/log", null)]);

    private static List<string> Orders(FakeNode node)
    {
        List<string> orders = [];
        while (node.Orders.TryRead(out var order))
            orders.Add(order);
        return orders;
    }

    private static string WithoutTerm(string order) => order[(order.IndexOf('(', StringComparison.Ordinal))..];
}
