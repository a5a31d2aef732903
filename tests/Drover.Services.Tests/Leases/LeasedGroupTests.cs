using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Tests.Supervision;

namespace Drover.Services.Tests.Leases;

/// <summary>Nothing of a group with failover is started without a good lease, whatever asks for it, and one without is stopped.</summary>
public sealed class LeasedGroupTests
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(20);
    private static readonly ClusterCltab s_cltab = new(1, "db:d:1:respawn:/bin/d\ndb:once:1:once:/bin/once\n:::group.db.failover:1\n:::group.db.start-level:1\n");

    [Fact]
    public async Task It_is_told_a_level_only_with_the_lease_that_is_held()
    {
        await using var node = await StartAsync();
        Assert.Equal(NodeRefusalKind.NoLease, (await TellAsync(node, "1", lease: 0))!.Kind);
        Assert.Equal(NodeRefusalKind.NoLease, (await TellAsync(node, "1", lease: 7))!.Kind);
        node.Leases!.Grant("db", 7, s_time);
        // An order may come before its lease: the node asks for that then.
        Assert.Null(await TellAsync(node, "1", lease: 7));
        await node.UntilAsync("db/d", row => row.State == "UP");
        Assert.Equal(NodeRefusalKind.NoLease, (await TellAsync(node, "1", lease: 6))!.Kind);
        Assert.Null(await TellAsync(node, "off", lease: 0));
        await node.UntilGroupAsync("db", row => row is { Level: "off", Running: 0 });
    }

    [Fact]
    public async Task An_order_that_was_refused_for_want_of_a_lease_is_carried_out_when_it_comes_again_with_one()
    {
        await using var node = await StartAsync();
        var order = node.NewOrder() with { Lease = 7 };
        Assert.Equal(NodeRefusalKind.NoLease, (await node.Supervisor.TellAsync(order, "db", "1", node.Token))!.Kind);
        node.Leases!.Grant("db", 7, s_time);
        Assert.Null(await node.Supervisor.TellAsync(order, "db", "1", node.Token));
        await node.UntilAsync("db/d", row => row.State == "UP");
    }

    [Fact]
    public async Task When_its_lease_is_taken_back_it_is_stopped_by_its_ladder_and_the_reason_is_seen()
    {
        await using var node = await RunningAsync();
        var order = node.NewOrder() with { Lease = 7 };
        Assert.Null(await node.Supervisor.ChangeEntryAsync(order, "db", "d", EntryChange.Restart, node.Token));
        await node.EndAsync(order);
        node.Leases!.TakeBack("db");
        node.Leases.Tell();
        var row = await node.UntilGroupAsync("db", row => row is { Level: "off", Running: 0 });
        Assert.Equal("the master has taken its lease back", row.Reason);
        Assert.DoesNotContain(node.Machine.Runs, run => run.Lives);
        await node.RestartAsync();
        Assert.Equal("the master has taken its lease back", Row(node).Reason);
        Assert.Equal("off", Row(node).Target);
    }

    [Fact]
    public async Task With_a_quarter_of_its_lease_left_it_is_stopped_and_an_order_that_waits_hears_why()
    {
        await using var node = await StartAsync();
        node.Leases!.Grant("db", 7, s_time);
        node.Agent.Obeyed.Clear();
        var order = node.NewOrder() with { Lease = 7 };
        Assert.Null(await node.Supervisor.TellAsync(order, "db", "1", node.Token));
        await node.EndAsync(order);
        var second = node.NewOrder() with { Lease = 7 };
        Assert.Null(await node.Supervisor.ChangeEntryAsync(second, "db", "d", EntryChange.Stop, node.Token));
        node.Leases.IsAway = true;
        await PassAsync(node, TimeSpan.FromSeconds(15));
        var end = await node.EndAsync(second);
        Assert.Equal(LevelEndKind.Failed, end.Kind);
        Assert.StartsWith("its lease runs out", end.Detail, StringComparison.Ordinal);
        Assert.Equal("off", (await node.UntilGroupAsync("db", row => row.Target == "off")).Target);
    }

    [Fact]
    public async Task A_process_that_dies_behind_the_end_of_its_lease_is_not_started_again()
    {
        await using var node = await RunningAsync();
        var started = node.Machine.Started;
        node.Leases!.IsAway = true;
        // The agent is stopped between the wish to start it and the start.
        node.Agent.OnStart = () => node.Clock.Advance(s_time);
        node.Agent.End("d", Agent.ExitStatus.Killed(9));
        await node.UntilGroupAsync("db", row => row is { Target: "off", Running: 0 });
        Assert.Equal(started, node.Machine.Started);
    }

    [Fact]
    public async Task What_the_guard_has_killed_is_told_as_that()
    {
        await using var node = await RunningAsync();
        node.Leases!.IsAway = true;
        node.Agent.Obeyed.Clear();
        node.Clock.Advance(s_time);
        await node.UntilGroupAsync("db", row => row.Target == "off");
        node.Agent.End("d", Agent.ExitStatus.Killed(9));
        Assert.Equal("db/d was killed by the guard: the lease of its group had ended", (await node.Log.UntilAsync(line => line.Id == 2645, node.Token)).Text);
    }

    [Fact]
    public async Task A_pause_that_is_cleared_behind_the_end_of_its_lease_starts_nothing()
    {
        await using var node = await RunningAsync();
        var started = node.Machine.Started;
        node.Agent.Refuse = _ => "no such file";
        node.Agent.End("d", Agent.ExitStatus.Exited(1));
        await node.UntilAsync("db/d", row => row.State == "PAUSING");
        node.Agent.Refuse = _ => null;
        node.Leases!.IsAway = true;
        node.Clock.Advance(s_time);
        await node.Supervisor.ClearBackoffAsync(node.NewOrder(), "db", null, node.Token);
        await node.UntilGroupAsync("db", row => row is { Target: "off", Running: 0 });
        Assert.Equal(started, node.Machine.Started);
    }

    [Fact]
    public async Task Entries_are_started_and_restarted_only_with_the_lease()
    {
        await using var node = await RunningAsync();
        Assert.Equal(NodeRefusalKind.NoLease, (await node.Supervisor.ChangeEntryAsync(node.NewOrder(), "db", "d", EntryChange.Restart, node.Token))!.Kind);
        var stop = node.NewOrder();
        Assert.Null(await node.Supervisor.ChangeEntryAsync(stop, "db", "d", EntryChange.Stop, node.Token));
        await node.EndAsync(stop);
        Assert.Equal(NodeRefusalKind.NoLease, (await node.Supervisor.ChangeEntryAsync(node.NewOrder(), "db", "d", EntryChange.Start, node.Token))!.Kind);
        Assert.Null(await node.Supervisor.ChangeEntryAsync(node.NewOrder() with { Lease = 7 }, "db", "d", EntryChange.Start, node.Token));
        await node.UntilAsync("db/d", row => row.State == "UP");
    }

    [Fact]
    public async Task The_next_agent_goes_on_under_a_lease_that_is_good_still()
    {
        await using var node = await RunningAsync();
        var pid = node.Machine["d"].Pid;
        await node.RestartAsync(() => node.Leases!.IsAway = true);
        Assert.Equal(pid, (await node.UntilAsync("db/d", row => row.State == "UP")).Pid);
        Assert.Equal("1", Row(node).Target);
        // It knows the lease by its number too.
        Assert.Equal(NodeRefusalKind.NoLease, (await TellAsync(node, "1", lease: 6))!.Kind);
        Assert.Null(await TellAsync(node, "1", lease: 7));
    }

    [Fact]
    public async Task The_next_agent_stops_what_runs_without_a_good_lease()
    {
        await using var node = await RunningAsync();
        var started = node.Machine.Started;
        await node.RestartAsync(() =>
        {
            node.Leases!.IsAway = true;
            node.Clock.Advance(s_time);
        });
        var row = await node.UntilGroupAsync("db", row => row is { Target: "off", Running: 0 });
        Assert.Equal("this node holds no lease of it: the master places it", row.Reason);
        Assert.Equal(started, node.Machine.Started);
    }

    [Fact]
    public async Task Neither_a_boot_nor_a_start_level_brings_it_up()
    {
        await using var node = await RunningAsync();
        var remembered = await node.RememberedAsync("db");
        Assert.Equal("1", remembered["db"].Target);
        var started = node.Machine.Started;
        node.Leases!.IsAway = true;
        await node.RestartAsync(node.Boot, remembered);
        Assert.Equal("off", (await node.UntilGroupAsync("db", row => row.Target == "off")).Level);
        await node.RestartAsync(node.Boot);
        await node.UntilGroupAsync("db", row => row.Target == "off");
        Assert.Equal(started, node.Machine.Started);
    }

    [Fact]
    public async Task A_stop_of_the_daemon_and_a_start_bring_it_up_again_only_under_its_lease()
    {
        await using var node = await RunningAsync();
        await node.StopAndStartAsync(() => node.Leases!.IsAway = true);
        await node.UntilAsync("db/d", row => row.State == "UP");
        var started = node.Machine.Started;
        await node.StopAndStartAsync(() => node.Clock.Advance(s_time));
        await node.UntilGroupAsync("db", row => row.Target == "off");
        Assert.Equal(started, node.Machine.Started);
    }

    [Fact]
    public async Task A_running_group_that_becomes_one_with_failover_is_stopped_and_that_is_foreseen()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        var plain = string.Concat(Enumerable.Range(0, 20).Select(i => $"db:d{i}:1:respawn:/bin/d\n"));
        await node.Supervisor.TakeClusterCltabAsync(1, new ClusterCltab(1, plain), isConfirmed: true, node.Token);
        await node.BringAsync("db", "1");
        var next = new ClusterCltab(2, plain + ":::group.db.failover:1\n");
        var foreseen = await node.Supervisor.CheckClusterCltabAsync(next, node.Token);
        Assert.Contains("  stop    d0: not in level off", foreseen.Lines);
        Assert.StartsWith("version 2 of the cluster's cltab would stop 20 of the 20 entries that run", foreseen.ToConfirm, StringComparison.Ordinal);
        Assert.NotNull((await node.Supervisor.TakeClusterCltabAsync(1, next, isConfirmed: false, node.Token)).Refusal);
        Assert.Null((await node.Supervisor.TakeClusterCltabAsync(1, next, isConfirmed: true, node.Token)).Refusal);
        await node.UntilGroupAsync("db", row => row is { Target: "off", Running: 0 });
        // And back: then it is as any other.
        await node.Supervisor.TakeClusterCltabAsync(1, new ClusterCltab(3, plain), isConfirmed: true, node.Token);
        Assert.Null(await TellAsync(node, "1", lease: 0));
        await node.UntilAsync("db/d0", row => row.State == "UP");
    }

    [Fact]
    public async Task A_node_that_gets_no_leases_runs_no_group_with_failover()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        node.Leases = null;
        await node.RestartAsync();
        await node.Supervisor.TakeClusterCltabAsync(1, s_cltab, isConfirmed: true, node.Token);
        Assert.Equal(NodeRefusalKind.NoLease, (await TellAsync(node, "1", lease: 7))!.Kind);
    }

    [Fact]
    public async Task In_a_nodes_own_cltab_it_is_an_error_with_its_place()
    {
        await using var node = await SupervisedNode.StartAsync("db:d:1:respawn:/bin/d", ":::group.db.failover:1", ":::group.db.failover-grace:5s");
        var report = await node.Supervisor.CheckAsync(null, null, node.Token);
        Assert.Contains(
            "/etc/cltab:2:13: error: failover says where of several nodes the group runs, so it counts only in the cluster's cltab: drover cltab set FILE", report.Lines);
        Assert.Contains(report.Lines, line => line.StartsWith("/etc/cltab:3:13: error: failover-grace", StringComparison.Ordinal));
    }

    private static async Task<SupervisedNode> StartAsync()
    {
        var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        Assert.Null((await node.Supervisor.TakeClusterCltabAsync(1, s_cltab, isConfirmed: true, node.Token)).Refusal);
        return node;
    }

    private static async Task<SupervisedNode> RunningAsync()
    {
        var node = await StartAsync();
        node.Leases!.Grant("db", 7, s_time);
        Assert.Null(await TellAsync(node, "1", lease: 7));
        await node.UntilAsync("db/d", row => row.State == "UP");
        await node.UntilAsync("db/once", row => row.State == "UP");
        return node;
    }

    private static Task<NodeRefusal?> TellAsync(SupervisedNode node, string level, long lease) =>
        node.Supervisor.TellAsync(node.NewOrder() with { Lease = lease }, "db", level, node.Token);

    private static GroupRow Row(SupervisedNode node) => node.Supervisor.View.Groups.Single(row => row.Name == "db");

    private static async Task PassAsync(SupervisedNode node, TimeSpan time)
    {
        for (var step = TimeSpan.FromSeconds(0.5); time > TimeSpan.Zero; time -= step)
        {
            await node.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), node.Token);
            node.Clock.Advance(step);
        }
    }
}
