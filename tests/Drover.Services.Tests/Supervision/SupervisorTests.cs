using Drover.Agent;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Tests.Supervision;

/// <summary>The supervisor on a fake machine: levels, deaths, stops, orders.</summary>
public sealed class SupervisorTests
{
    private static readonly TimeSpan s_untilTerm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_untilKill = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_group_is_brought_to_its_level_and_the_end_is_reported_with_the_key_of_the_order()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:once:/bin/b", "g:c:2:once:/bin/c");
        var order = node.NewOrder();
        Assert.Null(await node.Supervisor.TellAsync(order, "g", "1", node.Token));
        Assert.Equal("start a b", await node.CallAsync());
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "DONE"), await node.EndAsync(order));
        Assert.Equal("group g: STARTING at level 1", (await node.ReportAsync<LevelLogged>(r => r.Command == order.Key)).Text);
        var state = await node.ReportAsync<GroupChanged>(r => r.Status?.State == "DONE");
        Assert.Equal((new GroupKey("n1", "g"), "1", "1"), (state.Group, state.Status!.Level, state.Status.Target));
        Assert.Equal((101, "UP", "/bin/a"), Shown(await node.UntilAsync("g/a", row => row.Pid > 0)));
    }

    [Fact]
    public async Task Where_a_group_is_to_be_is_on_record_before_anything_is_started()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        var recorded = "";
        node.Agent.OnStart = () => recorded = File.ReadAllLines(Path.Combine(node.RunDirectory, "groups"))[^1];
        await node.BringAsync("g", "1");
        Assert.StartsWith("""{"group":"g","level":"1","target":"1","state":"CHECKING","since":""", recorded, StringComparison.Ordinal);
        Assert.EndsWith(""","term":1,"job":1,"opcode":0,"step":0}""", recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_order_again_is_answered_as_before_and_carried_out_once()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:once:/bin/a");
        var order = node.NewOrder();
        for (var time = 0; time < 3; time++)
        {
            Assert.Null(await node.Supervisor.TellAsync(order, "g", "1", node.Token));
            Assert.Equal(new LevelEnd(LevelEndKind.Reached, "DONE"), await node.EndAsync(order));
        }
        var unknown = node.NewOrder();
        for (var time = 0; time < 2; time++)
            Assert.Equal(new NodeRefusal(NodeRefusalKind.NoSuchGroup), await node.Supervisor.TellAsync(unknown, "nobody", "1", node.Token));
        Assert.Equal(1, node.Machine.Started);
    }

    [Fact]
    public async Task A_master_of_an_earlier_term_is_refused()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:once:/bin/a");
        Assert.Null(await node.Supervisor.TellAsync(node.NewOrder(term: 7), "g", "1", node.Token));
        await node.UntilAsync("g", "DONE");
        for (var daemon = 0; daemon < 2; daemon++)
        {
            node.Term = 7;
            Assert.Equal(NodeRefusalKind.StaleTerm, (await node.Supervisor.TellAsync(node.NewOrder(term: 6), "g", "2", node.Token))!.Kind);
            Assert.Equal(NodeRefusalKind.StaleTerm, (await node.Supervisor.CancelAsync(node.NewOrder(term: 6), "g", "x", node.Token))!.Kind);
            Assert.Equal(NodeRefusalKind.StaleTerm, (await node.Supervisor.ClearBackoffAsync(node.NewOrder(term: 6), "g", null, node.Token))!.Kind);
            Assert.Equal(NodeRefusalKind.StaleTerm, (await node.Supervisor.TakeCltabAsync(node.NewOrder(term: 6), CltabTaking.Asking, node.Token)).Refusal!.Kind);
            await node.RestartAsync();
        }
        Assert.Null(await node.Supervisor.TellAsync(node.NewOrder(term: 7), "g", "2", node.Token));
    }

    [Fact]
    public async Task Orders_of_a_master_with_a_new_state_directory_are_carried_out_although_the_node_knows_later_terms_and_the_same_keys()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1,2:once:/bin/a");
        var order = node.NewOrder(term: 7);
        Assert.Null(await node.Supervisor.TellAsync(order, "g", "1", node.Token));
        await node.UntilAsync("g", "DONE");
        await node.RestartAsync();
        Assert.Null(await node.Supervisor.TellAsync(order with { Term = 1 }, "g", "2", node.Token));
        await node.UntilGroupAsync("g", row => row.Level == "2" && row.Word == "DONE");
    }

    [Fact]
    public async Task A_respawn_that_dies_too_often_pauses_and_its_back_off_can_be_cleared()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        Assert.Equal("start a", await node.CallAsync());
        for (var death = 1; death <= 6; death++)
        {
            node.Agent.End("a", ExitStatus.Exited(death));
            Assert.Equal("start a", await node.CallAsync());
        }
        node.Agent.End("a", ExitStatus.Exited(7));
        var row = await node.UntilAsync("g/a", r => r.State == "PAUSING");
        Assert.Equal((6, "exit 7", true), (row.Restarts, row.LastExit, row.ThrottledUntil is not null));
        Assert.Equal("DEGRADED", (await node.UntilAsync("g", "DEGRADED")).Word);
        await node.PassAsync(s_pause);
        Assert.Equal("start a", await node.CallAsync());

        // The pause took one quick death away, so that the second one is too many again.
        node.Agent.End("a", ExitStatus.Exited(8));
        Assert.Equal("start a", await node.CallAsync());
        node.Agent.End("a", ExitStatus.Exited(9));
        await node.UntilAsync("g/a", r => r.State == "PAUSING" && r.LastExit == "exit 9");
        Assert.Null(await node.Supervisor.ClearBackoffAsync(node.NewOrder(), "g", "a", node.Token));
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal(NodeRefusalKind.NoSuchEntry, (await node.Supervisor.ClearBackoffAsync(node.NewOrder(), "g", "b", node.Token))!.Kind);
    }

    [Fact]
    public async Task What_a_dead_respawn_left_is_killed_before_the_next_start()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        Assert.Equal("start a", await node.CallAsync());
        node.Agent.End("a", ExitStatus.Exited(1), leavesSomething: true);
        Assert.Equal("kill a", await node.CallAsync());
        Assert.Equal("start a", await node.CallAsync());
    }

    [Fact]
    public async Task Many_deaths_at_once_are_answered_by_one_row_of_starts()
    {
        var tags = Enumerable.Range(1, 50).Select(i => $"t{i}").ToList();
        await using var node = await SupervisedNode.StartAsync([.. tags.Select(tag => $"g:{tag}:1:respawn:/bin/x")]);
        await node.BringAsync("g", "1");
        Assert.Equal("start " + string.Join(' ', tags), await node.CallAsync());
        // All of them are there before the first is read.
        node.Agent.Deliver = reports => reports.Count == 50 ? reports : [];
        tags.ForEach(tag => node.Agent.End(tag, ExitStatus.Killed(9)));
        Assert.Equal("start " + string.Join(' ', tags), await node.CallAsync());
    }

    [Fact]
    public async Task The_stop_ladder_goes_on_until_nothing_is_left()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", ":::service.a.stop-signal:HUP");
        await node.BringAsync("g", "1");
        node.Agent.Obeyed.Clear();
        node.Agent.IsStuck = true;
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "off", node.Token);
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal("signal a 1", await node.CallAsync());
        await node.PassAsync(s_untilTerm);
        Assert.Equal("signal a 15", await node.CallAsync());
        await node.PassAsync(s_untilKill);
        Assert.Equal("kill a", await node.CallAsync());
        node.Agent.IsStuck = false;
        await node.PassAsync(s_untilTerm);
        Assert.Equal("kill a", await node.CallAsync());
        Assert.Equal(LevelEndKind.Reached, (await node.EndAsync(order)).Kind);
        Assert.Empty(node.Machine.Runs);
    }

    [Fact]
    public async Task A_wait_holds_up_what_follows_and_a_failed_test_fails_the_level()
    {
        await using var node = await SupervisedNode.StartAsync("g:w:1:wait:/bin/w", "g:t:1:test:/bin/t", "g:o:1:once:/bin/o");
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "1", node.Token);
        Assert.Equal("start w", await node.CallAsync());
        Assert.True(node.Machine["w"].Spec.KeepStatus);
        node.Agent.End("w", ExitStatus.Exited(3));
        Assert.Equal("start t", await node.CallAsync());
        node.Agent.End("t", ExitStatus.Exited(4));
        Assert.Equal("start o", await node.CallAsync());
        Assert.Equal(new LevelEnd(LevelEndKind.Failed, "FAILED", "failed: t (exit 4)"), await node.EndAsync(order));
    }

    [Fact]
    public async Task An_entry_that_says_when_it_is_ready_is_waited_for_but_not_for_ever()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b", "g:c:1:once:/bin/c", ":::service.a.ready:notify", ":::service.b.ready:notify");
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "1", node.Token);
        Assert.Equal("start a", await node.CallAsync());
        node.Agent.SayReady("a");
        Assert.Equal("start b", await node.CallAsync());
        await node.PassAsync(TimeSpan.FromSeconds(90));
        Assert.Equal("start c", await node.CallAsync());
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "DEGRADED"), await node.EndAsync(order));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_started_says_why_and_is_tried_again_by_the_throttle()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:once:/bin/b");
        node.Agent.Refuse = spec => $"no {spec.Key.Tag} here";
        Assert.Equal("DEGRADED", (await node.BringAsync("g", "1")).Word);
        Assert.Equal(("BROKEN", "no b here"), Why(await node.UntilAsync("g/b", r => r.State == "BROKEN")));
        Assert.Equal(("PAUSING", "no a here"), Why(await node.UntilAsync("g/a", r => r.State == "PAUSING")));
        node.Agent.Refuse = _ => null;
        await node.PassAsync(s_pause);
        await node.UntilAsync("g/a", r => r.State == "UP");
    }

    [Fact]
    public async Task A_later_tell_a_cancel_and_the_end_of_the_daemon_end_the_wait_for_a_level()
    {
        await using var node = await SupervisedNode.StartAsync("g:w:1:wait:/bin/w", "g:v:2:wait:/bin/v");
        var (first, second, third) = (node.NewOrder(), node.NewOrder(), node.NewOrder());
        await node.Supervisor.TellAsync(first, "g", "1", node.Token);
        await node.Supervisor.TellAsync(second, "g", "2", node.Token);
        Assert.Equal(new LevelEnd(LevelEndKind.Superseded, "SUPERSEDED", "2"), await node.EndAsync(first));
        await node.Supervisor.CancelAsync(node.NewOrder(), "g", "enough", node.Token);
        Assert.Equal(new LevelEnd(LevelEndKind.Failed, "FAILED", "enough"), await node.EndAsync(second));
        await node.Supervisor.TellAsync(third, "g", "2", node.Token);
        using var atOnce = new CancellationTokenSource();
        var draining = node.Supervisor.DrainAsync(atOnce.Token);
        Assert.Equal(LevelEndKind.Halting, (await node.EndAsync(third)).Kind);
        Assert.Equal(NodeRefusalKind.Stopping, (await node.Supervisor.TellAsync(node.NewOrder(), "g", "1", node.Token))!.Kind);
        await atOnce.CancelAsync();
        await draining;
    }

    [Fact]
    public async Task Looking_at_a_changed_cltab_changes_nothing_and_taking_it_does()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "old:x:1:respawn:/bin/x");
        await node.BringAsync("g", "1");
        await node.BringAsync("old", "1");
        var before = node.Supervisor.View;
        node.Write("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b", "new:y:1:once:/bin/y");

        Assert.Equal(["g: level 1", "  leave   a: it runs", "  start   b: respawn"], (await node.Supervisor.PlanAsync("g", "1", node.Token)).Lines);
        Assert.Equal(NodeRefusalKind.NoSuchGroup, (await node.Supervisor.PlanAsync("old", "1", node.Token)).Refusal!.Kind);
        Assert.Equal("CONFIGURED", (await node.Supervisor.FindAsync("new", node.Token))!.Word);
        Assert.Null(await node.Supervisor.FindAsync("old", node.Token));
        Assert.True((await node.Supervisor.CheckAsync(null, null, node.Token)).HasChanges);
        Assert.Equal(["g", "old"], node.Supervisor.View.Groups.Select(row => row.Name));
        Assert.Equal(before.Version, node.Supervisor.View.Version);
        Assert.Equal(2, node.Machine.Started);

        Assert.True((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).HasChanges);
        Assert.Equal("b", (await node.UntilAsync("g/b", row => row.Pid > 0)).Tag);
        await node.ReportAsync<GroupChanged>(r => r.Group.Group == "old" && r.Status is null);
        Assert.Equal(["g", "new"], node.Supervisor.View.Groups.Select(row => row.Name));
    }

    [Fact]
    public async Task Reports_to_the_master_are_kept_until_they_are_acknowledged()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:once:/bin/a");
        await node.BringAsync("g", "1");
        var told = await node.Supervisor.ReadReportsAsync(0, node.Token);
        Assert.Equal(told, await node.Supervisor.ReadReportsAsync(0, node.Token));
        Assert.Equal(Enumerable.Range(1, told.Count).Select(n => (long)n), told.Select(r => r.Number));
        await node.Supervisor.AcknowledgeAsync(told[^1].Number, node.Token);
        await node.BringAsync("g", "2");
        Assert.Equal(told[^1].Number + 1, (await node.Supervisor.ReadReportsAsync(0, node.Token))[0].Number);
    }

    [Fact]
    public async Task Figures_are_measured_of_what_lives()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:once:/bin/a");
        await node.BringAsync("g", "1");
        var invocation = (await node.UntilAsync("g/a", row => row.Invocation is not null)).Invocation!;
        Assert.Equal(new ProcessMeasure(2, 3), (await node.Supervisor.MeasureAsync([invocation, "nobody"], node.Token)).Single().Value);
    }

    private static (int Pid, string State, string Command) Shown(ProcessRow row) => (row.Pid, row.State, row.Command);

    private static (string State, string? Error) Why(ProcessRow row) => (row.State, row.Error);
}
