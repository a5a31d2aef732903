using Drover.Agent;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Supervision;
using Microsoft.Extensions.Logging;

namespace Drover.Services.Tests.Supervision;

/// <summary>Orders for one entry of a group.</summary>
public sealed class EntryOrderTests
{
    [Fact]
    public async Task An_entry_is_stopped_started_and_restarted_and_each_order_ends_when_that_is_done()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b");
        await node.BringAsync("g", "1");
        Assert.Equal("start a b", await node.CallAsync());

        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "CONFIGURED"), await ChangeAsync(node, "a", EntryChange.Stop));
        Assert.Equal("signal a 2", await node.CallAsync());
        Assert.Equal("a was stopped by order", (await node.UntilAsync("g", "DEGRADED")).Reason);
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "UP"), await ChangeAsync(node, "a", EntryChange.Start));
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "UP"), await ChangeAsync(node, "a", EntryChange.Start));
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "UP"), await ChangeAsync(node, "b", EntryChange.Restart));
        Assert.Equal("signal b 2", await node.CallAsync());
        Assert.Equal("start b", await node.CallAsync());
        Assert.Equal("DONE", (await node.UntilAsync("g", "DONE")).Word);
    }

    [Theory]
    [InlineData("g", "a", EntryOrder.Stop, null)]
    [InlineData("g", "a", EntryOrder.Signal, null)]
    [InlineData("g", null, EntryOrder.ClearBackoff, null)]
    [InlineData("h", "a", EntryOrder.Stop, NodeRefusalKind.NoSuchGroup)]
    [InlineData("h", null, EntryOrder.ClearBackoff, NodeRefusalKind.NoSuchGroup)]
    [InlineData("g", "x", EntryOrder.Start, NodeRefusalKind.NoSuchEntry)]
    [InlineData("g", "x", EntryOrder.Reload, NodeRefusalKind.NoSuchEntry)]
    [InlineData("g", "x", EntryOrder.ClearBackoff, NodeRefusalKind.NoSuchEntry)]
    [InlineData("g", "b", EntryOrder.Restart, NodeRefusalKind.NotOfLevel)]
    [InlineData("g", "b", EntryOrder.Signal, NodeRefusalKind.NotRunning)]
    [InlineData("idle", "c", EntryOrder.Stop, NodeRefusalKind.NotAtLevel)]
    [InlineData("bad", "d", EntryOrder.Stop, NodeRefusalKind.BadGroup)]
    public async Task What_an_order_would_be_refused_for_is_foreseen_and_nothing_is_done(string group, string? tag, EntryOrder order, NodeRefusalKind? refusal)
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:2:respawn:/bin/b", "idle:c:1:respawn:/bin/c", "bad:d:1:bogus:/bin/d");
        await node.BringAsync("g", "1");
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal(refusal, (await node.Supervisor.ForeseeAsync(group, tag, order, node.Token))?.Kind);
        Assert.Equal("UP", (await node.UntilAsync("g/a", row => row.State == "UP")).State);
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "CONFIGURED"), await ChangeAsync(node, "a", EntryChange.Stop));
        Assert.Equal("signal a 2", await node.CallAsync());
    }

    [Fact]
    public async Task Lines_and_objections_name_an_entry_as_it_is_listed_whatever_its_names_hold()
    {
        await using var node = await SupervisedNode.StartAsync("a/b:100%:1:respawn:/bin/a");
        await node.BringAsync("a/b", "1");
        Assert.Null(await node.Supervisor.SignalEntryAsync(node.NewOrder(), "a/b", "100%", 10, node.Token));
        Assert.Null(await node.Supervisor.ReloadEntryAsync(node.NewOrder(), "a/b", "100%", node.Token));
        const string Name = "a%2Fb/100%25";
        Assert.Equal(Name, Assert.Single(node.Supervisor.View.Processes).Name);
        Assert.All(node.Log.Lines.Where(line => line.Id is 1310 or 1323 or 1324), line => Assert.StartsWith(Name + " ", line.Text, StringComparison.Ordinal));
        Assert.Equal(3, node.Log.Lines.Count(line => line.Id is 1310 or 1323 or 1324));
        var atWork = new ServicesAtWork([new RunningEntry("a/b", "100%", null, "1")], ["a/b"]);
        var next = CltabMerge.Merge(CltabInForce.Nothing, CltabParser.Parse("c:d:1:once:x", "f"));
        Assert.Contains($"({Name})", atWork.Objection("f", next, new RereadLimit(0, 0))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_stopped_by_order_stays_so_over_a_restart_and_a_tell_starts_it()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b");
        await node.BringAsync("g", "1");
        await ChangeAsync(node, "a", EntryChange.Stop);
        await node.RestartAsync();
        Assert.Equal("a was stopped by order", (await node.UntilAsync("g", "DEGRADED")).Reason);
        Assert.Equal(2, node.Machine.Started);
        await node.BringAsync("g", "1");
        Assert.Equal("start a", await node.CallAsync());
    }

    [Fact]
    public async Task What_was_stopped_by_order_stays_so_over_an_end_that_stops_the_services_and_the_next()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b");
        await node.BringAsync("g", "1");
        await ChangeAsync(node, "a", EntryChange.Stop);
        for (var end = 1; end <= 2; end++)
        {
            await node.StopAndStartAsync();
            Assert.Equal("a was stopped by order", (await node.UntilAsync("g", "DEGRADED")).Reason);
            Assert.Equal(2 + end, node.Machine.Started);
        }
        await node.BringAsync("g", "1");
        Assert.Equal(5, node.Machine.Started);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_started_ends_the_order_with_the_reason_and_that_of_another_does_not()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:once:/bin/a", "g:b:1:once:/bin/b");
        node.Agent.Refuse = spec => spec.Key.Tag == "a" ? "no a here" : null;
        Assert.Equal(new LevelEnd(LevelEndKind.Incomplete, "DEGRADED", "a cannot be started: no a here"), await node.BringAsync("g", "1"));
        Assert.Equal(new LevelEnd(LevelEndKind.Incomplete, "DEGRADED", "a cannot be started: no a here"), await ChangeAsync(node, "a", EntryChange.Start));
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "UP"), await ChangeAsync(node, "b", EntryChange.Restart));
        node.Agent.Refuse = _ => null;
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "UP"), await ChangeAsync(node, "a", EntryChange.Start));
    }

    [Fact]
    public async Task A_respawn_entry_that_cannot_be_executed_ends_the_tell_with_the_reason()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        node.Agent.Refuse = _ => "no a here";
        Assert.Equal(new LevelEnd(LevelEndKind.Incomplete, "DEGRADED", "a cannot be started: no a here"), await node.BringAsync("g", "1"));
    }

    [Fact]
    public async Task A_test_is_run_again_and_its_group_counted_anew()
    {
        await using var node = await SupervisedNode.StartAsync("g:t:1:test:/bin/t");
        var tell = node.NewOrder();
        await node.Supervisor.TellAsync(tell, "g", "1", node.Token);
        await node.CallAsync();
        node.Agent.End("t", ExitStatus.Exited(3));
        Assert.Equal(LevelEndKind.Failed, (await node.EndAsync(tell)).Kind);
        foreach (var (code, end) in new[] { (4, new LevelEnd(LevelEndKind.Failed, "FAILED", "t failed: exit 4")), (0, new LevelEnd(LevelEndKind.Reached, "PASS")) })
        {
            var order = node.NewOrder();
            Assert.Null(await node.Supervisor.ChangeEntryAsync(order, "g", "t", EntryChange.Start, node.Token));
            Assert.Equal("start t", await node.CallAsync());
            node.Agent.End("t", ExitStatus.Exited(code));
            Assert.Equal(end, await node.EndAsync(order));
        }
        Assert.Equal("PASSED", (await node.UntilAsync("g", "PASSED")).Word);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:2:respawn:/bin/b", "g:c:1:off:/bin/c", "w:x:1:wait:/bin/x");
        Assert.Equal(new NodeRefusal(NodeRefusalKind.NotAtLevel, "CONFIGURED"), await RefusalAsync(node, "g", "a"));
        await node.BringAsync("g", "1");
        await node.CallAsync();
        Assert.Equal(NodeRefusalKind.NoSuchGroup, (await RefusalAsync(node, "no", "a"))!.Kind);
        Assert.Equal(NodeRefusalKind.NoSuchEntry, (await RefusalAsync(node, "g", "no"))!.Kind);
        Assert.Equal(NodeRefusalKind.NoSuchEntry, (await RefusalAsync(node, "g", "c"))!.Kind);
        Assert.Equal(new NodeRefusal(NodeRefusalKind.NotOfLevel, "1"), await RefusalAsync(node, "g", "b"));
        Assert.Equal(NodeRefusalKind.NotRunning, (await node.Supervisor.SignalEntryAsync(node.NewOrder(), "g", "b", 10, node.Token))!.Kind);
        Assert.Equal(NodeRefusalKind.NotRunning, (await node.Supervisor.ReloadEntryAsync(node.NewOrder(), "g", "b", node.Token))!.Kind);
        await node.Supervisor.TellAsync(node.NewOrder(), "w", "1", node.Token);
        Assert.Equal("start x", await node.CallAsync());
        Assert.Equal(new NodeRefusal(NodeRefusalKind.NotAtLevel, "STARTING"), await RefusalAsync(node, "w", "x"));
    }

    [Fact]
    public async Task A_signal_goes_to_all_of_an_entry_and_a_reload_without_a_command_to_its_main_process()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        await node.CallAsync();
        Assert.Null(await node.Supervisor.SignalEntryAsync(node.NewOrder(), "g", "a", 10, node.Token));
        Assert.Equal("signal a 10", await node.CallAsync());
        Assert.Null(await node.Supervisor.ReloadEntryAsync(node.NewOrder(), "g", "a", node.Token));
        Assert.Equal("signal main a 1", await node.CallAsync());
    }

    [Fact]
    public async Task A_reload_command_is_run_beside_the_process_and_forgotten_when_it_has_ended()
    {
        await using var node = await SupervisedNode.StartAsync(":::service.a.reload:/bin/reload it", ":::service.a.env:X=1", "g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        await node.CallAsync();
        Assert.Null(await node.Supervisor.ReloadEntryAsync(node.NewOrder(), "g", "a", node.Token));
        Assert.Equal("start a", await node.CallAsync());
        var command = node.Machine.Runs[1];
        Assert.Equal(("/bin/reload it", "reload", "1", "101"), (command.Spec.Command.Text, command.Spec.Mode, command.Spec.Environment["X"], command.Spec.Environment["MAINPID"]));
        node.Agent.End(command, ExitStatus.Exited(3));
        Assert.Contains("exit 3", (await node.Log.UntilAsync(line => line.Id == 1326, node.Token)).Text, StringComparison.Ordinal);
        Assert.Equal("kill a", await node.CallAsync());
        Assert.Equal(101, (await node.UntilAsync("g/a", row => row.State == "UP")).Pid);

        node.Agent.Refuse = spec => spec.Mode == "reload" ? "no such program" : null;
        Assert.Equal(new NodeRefusal(NodeRefusalKind.NotStarted, "no such program"), await node.Supervisor.ReloadEntryAsync(node.NewOrder(), "g", "a", node.Token));
    }

    [Fact]
    public async Task A_stop_command_takes_the_place_of_the_first_signal_and_is_killed_with_the_patience()
    {
        await using var node = await SupervisedNode.StartAsync(":::service.a.stop:/bin/stop", ":::service.a.stop-timeouts:3s,4s", "g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        await node.CallAsync();
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "off", node.Token);
        Assert.Equal("start a", await node.CallAsync());
        var command = node.Machine.Runs[1];
        Assert.Equal(("/bin/stop", "stop"), (command.Spec.Command.Text, command.Spec.Mode));
        node.Agent.End(node.Machine.Runs[0], ExitStatus.Exited(0));
        Assert.Equal(LevelEndKind.Reached, (await node.EndAsync(order)).Kind);
        await node.PassAsync(TimeSpan.FromSeconds(7));
        Assert.Equal("kill a", await node.CallAsync());
    }

    [Fact]
    public async Task A_stop_command_that_cannot_be_started_is_told_and_the_signal_sent()
    {
        await using var node = await SupervisedNode.StartAsync(":::service.a.stop:/bin/stop", ":::service.a.stop-signal:TERM", "g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        await node.CallAsync();
        node.Agent.Refuse = spec => spec.Mode == "stop" ? "no such program" : null;
        Assert.Equal(LevelEndKind.Reached, (await node.BringAsync("g", "off")).Kind);
        Assert.Contains(node.Log.Lines, line => line is { Id: 1325, Level: LogLevel.Warning } && line.Text.EndsWith("no such program", StringComparison.Ordinal));
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal("signal a 15", await node.CallAsync());
    }

    [Fact]
    public async Task The_next_daemon_does_not_take_a_command_for_the_entry()
    {
        await using var node = await SupervisedNode.StartAsync(":::service.a.reload:/bin/reload", "g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        Assert.Null(await node.Supervisor.ReloadEntryAsync(node.NewOrder(), "g", "a", node.Token));
        await node.RestartAsync();
        Assert.Equal(101, (await node.UntilAsync("g/a", row => row.State == "UP")).Pid);
        await node.PassAsync(TimeSpan.Zero);
        Assert.Equal("kill a", await node.CallAsync());
        Assert.Equal(101, node.Machine["a"].Pid);
    }

    private static async Task<LevelEnd> ChangeAsync(SupervisedNode node, string tag, EntryChange change)
    {
        var order = node.NewOrder();
        Assert.Null(await node.Supervisor.ChangeEntryAsync(order, "g", tag, change, node.Token));
        return await node.EndAsync(order);
    }

    private static Task<NodeRefusal?> RefusalAsync(SupervisedNode node, string group, string tag) =>
        node.Supervisor.ChangeEntryAsync(node.NewOrder(), group, tag, EntryChange.Start, node.Token);
}
