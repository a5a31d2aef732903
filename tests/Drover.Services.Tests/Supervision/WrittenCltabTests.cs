using Drover.Nodes;
using Drover.Nodes.Services;
using Microsoft.Extensions.Logging;

namespace Drover.Services.Tests.Supervision;

/// <summary>A cltab that is being written, or was cut off, stops nothing.</summary>
public sealed class WrittenCltabTests
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task A_cltab_counts_once_it_has_stood_still_and_only_who_needs_it_waits()
    {
        await using var node = await AtWorkAsync(2, 1);
        node.WritesNow = true;
        node.Write();
        var (first, second) = (node.NewOrder(), node.NewOrder());
        var (telling, again) = (node.Supervisor.TellAsync(first, "g1", "2", node.Token), node.Supervisor.TellAsync(second, "g1", "3", node.Token));
        Assert.Null(await node.Supervisor.ClearBackoffAsync(node.NewOrder(), "g2", null, node.Token));
        await PassAsync(node, () => node.Write(Cltab(2, 1)));
        Assert.Null(await node.Supervisor.ClearBackoffAsync(node.NewOrder(), "g2", null, node.Token));
        Assert.False(telling.IsCompleted || again.IsCompleted);
        await node.PassAsync(s_settle);
        Assert.Null(await telling);
        Assert.Null(await again);
        // In the order in which they came.
        Assert.Equal(LevelEndKind.Superseded, (await node.EndAsync(first)).Kind);
        Assert.Equal(LevelEndKind.Reached, (await node.EndAsync(second)).Kind);
        Assert.Equal(1, (await node.UntilAsync("g2", "DONE")).Running);
    }

    [Fact]
    public async Task A_cltab_of_the_future_is_waited_for_once()
    {
        await using var node = await AtWorkAsync(1, 1);
        node.WritesNow = true;
        node.Write(Cltab(1, 2));
        node.Clock.TurnWallClock(TimeSpan.FromDays(-1));
        var telling = node.Supervisor.TellAsync(node.NewOrder(), "g1", "1", node.Token);
        await node.PassAsync(s_settle);
        Assert.Null(await telling);
        await node.UntilGroupAsync("g1", row => row.Running == 2);
        await node.BringAsync("g1", "2");
    }

    [Fact]
    public async Task A_cltab_that_is_written_on_and_on_is_not_taken_and_tells_go_by_what_is_in_force()
    {
        await using var node = await AtWorkAsync(2, 1);
        node.WritesNow = true;
        node.Write();
        var order = node.NewOrder();
        var telling = node.Supervisor.TellAsync(order, "g1", "2", node.Token);
        var rereading = node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        var checking = node.Supervisor.CheckAsync(null, null, node.Token);
        for (var look = 0; look < 20; look++)
            await PassAsync(node, () => node.Write());
        Assert.Null(await telling);
        Assert.EndsWith("(CLTAB_BEING_WRITTEN)", (await checking).Refusal!.Detail, StringComparison.Ordinal);
        await node.EndAsync(order);
        Assert.Equal(1, (await node.UntilAsync("g2", "DONE")).Running);
        var refusal = (await rereading).Refusal!;
        Assert.Equal(NodeRefusalKind.CltabNotTaken, refusal.Kind);
        Assert.EndsWith("(CLTAB_BEING_WRITTEN)", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, Assert.Single(node.Log.Lines, line => line.Id == 1333).Level);
    }

    [Fact]
    public async Task A_cancel_does_not_overtake_the_tell_that_waits_for_the_cltab()
    {
        await using var node = await AtWorkAsync(1, 1);
        node.WritesNow = true;
        node.Write("g1:g1t1:1:respawn:/bin/x", "g1:w:2:wait:/bin/w");
        var order = node.NewOrder();
        var telling = node.Supervisor.TellAsync(order, "g1", "2", node.Token);
        await node.Clock.WaitForSingleTimerAsync(s_settle, node.Token);
        var cancelling = node.Supervisor.CancelAsync(node.NewOrder(), "g1", "enough", node.Token);
        node.Clock.Advance(s_settle);
        Assert.Null(await telling);
        Assert.Null(await cancelling);
        Assert.Equal(new LevelEnd(LevelEndKind.Failed, "FAILED", "enough"), await node.EndAsync(order));
    }

    [Fact]
    public async Task Who_waits_for_the_cltab_when_the_daemon_ends_is_answered()
    {
        await using var node = await AtWorkAsync(1, 1);
        node.WritesNow = true;
        node.Write();
        var telling = node.Supervisor.TellAsync(node.NewOrder(), "g1", "2", node.Token);
        await node.Supervisor.StopAsync(node.Token);
        Assert.Equal(NodeRefusalKind.Stopping, (await telling)!.Kind);
    }

    [Theory]
    [InlineData("tell")]
    [InlineData("reread")]
    [InlineData("hangup")]
    [InlineData("start")]
    [InlineData("kill")]
    public async Task A_cltab_that_would_stop_more_than_half_of_what_runs_asks_back_whoever_causes_it_to_be_read(string cause)
    {
        await using var node = await AtWorkAsync(4, 3);
        node.Write(Cltab(1, 3));
        switch (cause)
        {
            case "tell":
                Assert.Contains("would stop 9 of the 12 entries that run (g2/g2t1, g2/g2t2, g2/g2t3, ...)", await node.LoggedAsync("g1", "1"), StringComparison.Ordinal);
                break;
            case "reread":
                var report = await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
                Assert.EndsWith("if it is meant: drover reread --yes. (CLTAB_STOPS_TOO_MUCH)", report.Refusal!.Detail, StringComparison.Ordinal);
                Assert.Contains("  stop    g2t1: the group is removed", report.Lines);
                break;
            case "hangup":
                node.Supervisor.BeginTakeCltab();
                break;
            case "start":
                await node.RestartAsync();
                break;
            default:
                // Also one that does not know what was in force: what runs says it.
                await node.RestartAsync(() => File.Delete(Path.Combine(node.RunDirectory, "cltab")));
                break;
        }
        var told = await node.Log.UntilAsync(line => line.Id is 1332 or 1333, node.Token);
        Assert.Equal(LogLevel.Warning, told.Level);
        Assert.Contains("would stop 9 of the 12 entries that run", node.Supervisor.CltabNotTaken, StringComparison.Ordinal);
        foreach (var group in new[] { "g1", "g2", "g3", "g4" })
            Assert.Equal(("1", 3), ((await node.UntilAsync(group, "DONE")).Level, (await node.UntilAsync(group, "DONE")).Running));
        Assert.Equal(12, node.Machine.Started);

        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Confirmed, node.Token);
        foreach (var group in new[] { "g2", "g3", "g4" })
            await node.ReportAsync<GroupChanged>(r => r.Group.Group == group && r.Status is null);
        Assert.Equal(3, node.Machine.Runs.Count(run => run.Lives));
        Assert.Null(node.Supervisor.CltabNotTaken);
        Assert.Equal(3, node.Log.Lines.Count(line => line is { Id: 1334, Level: LogLevel.Warning }));
    }

    [Theory]
    [InlineData(2, 6, 6, true)]
    [InlineData(2, 6, 5, false)]
    [InlineData(1, 12, 5, false)]
    [InlineData(1, 12, 6, true)]
    [InlineData(1, 6, 1, true)]
    [InlineData(1, 7, 1, false)]
    public async Task The_limit_is_half_of_what_runs_or_five_entries_where_that_is_more(int groups, int each, int left, bool isTaken)
    {
        await using var node = await AtWorkAsync(groups, each);
        node.Write(Cltab(1, left));
        Assert.Equal(isTaken, (await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal is null);
    }

    [Fact]
    public async Task An_empty_cltab_asks_back_however_few_run_and_is_taken_where_nothing_is_wanted()
    {
        await using var node = await AtWorkAsync(1, 1);
        node.Write("# nothing");
        Assert.EndsWith("(CLTAB_EMPTY)", (await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal!.Detail, StringComparison.Ordinal);
        await node.RestartAsync();
        Assert.Equal(1, (await node.UntilAsync("g1", "DONE")).Running);
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Confirmed, node.Token)).Refusal);
        await node.ReportAsync<GroupChanged>(r => r.Status is null);
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal);
    }

    [Fact]
    public async Task A_restart_counts_as_a_stop()
    {
        // The end of the file is missing, and with it what says as whom all of them run.
        await using var node = await SupervisedNode.StartAsync([.. Cltab(1, 6), ":::group.g1.user:nobody"]);
        await node.BringAsync("g1", "1");
        node.Write(Cltab(1, 6));
        Assert.NotNull((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal);
        await node.BringAsync("g1", "1");
        await node.RestartAsync();
        await node.UntilAsync("g1", "DONE");
        Assert.Equal(6, node.Machine.Started);
    }

    [Fact]
    public async Task What_only_looks_sees_what_an_order_would_do_and_says_that_it_asks_back()
    {
        await using var node = await AtWorkAsync(4, 3);
        node.Write(Cltab(1, 3));
        var report = await node.Supervisor.CheckAsync(null, null, node.Token);
        Assert.StartsWith("/etc/cltab would stop 9 of the 12", report.ToConfirm, StringComparison.Ordinal);
        Assert.EndsWith("(CLTAB_STOPS_TOO_MUCH)", report.ToConfirm, StringComparison.Ordinal);
        Assert.StartsWith("new would stop 9 of the 12", (await node.Supervisor.CheckAsync(string.Join('\n', Cltab(1, 3)), "new", node.Token)).ToConfirm, StringComparison.Ordinal);
        Assert.Equal("DONE", (await node.Supervisor.FindAsync("g4", node.Token))!.Word);
        var plan = await node.Supervisor.PlanAsync("g4", "1", node.Token);
        Assert.Null(plan.Refusal);
        Assert.Contains("would stop 9 of the 12", plan.Lines[0], StringComparison.Ordinal);
        Assert.Null(node.Supervisor.CltabNotTaken);
        Assert.DoesNotContain(node.Log.Lines, line => line.Id == 1333);
    }

    [Fact]
    public async Task An_undo_puts_back_groups_and_levels_and_the_file_is_not_taken_again_until_it_is_another()
    {
        await using var node = await AtWorkAsync(2, 2);
        Assert.EndsWith("(CLTAB_NOTHING_TO_UNDO)", (await UndoAsync(node)).Refusal!.Detail, StringComparison.Ordinal);
        string[] other = ["g1:g1t1:1:respawn:/bin/x", "g3:u1:1:respawn:/bin/u"];
        node.Write(other);
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal);
        await node.ReportAsync<GroupChanged>(r => r.Group.Group == "g2" && r.Status is null);
        await node.BringAsync("g3", "1");

        var undone = await UndoAsync(node);
        Assert.True(undone.HasChanges);
        Assert.Contains("g2: level 1", undone.Lines);
        Assert.Equal(2, (await node.UntilGroupAsync("g1", row => row is { Word: "DONE", Running: 2 })).Running);
        Assert.Equal("1", (await node.UntilGroupAsync("g2", row => row is { Word: "DONE", Running: 2 })).Level);
        await node.ReportAsync<GroupChanged>(r => r.Group.Group == "g3" && r.Status is null);
        Assert.False((await UndoAsync(node)).HasChanges);
        Assert.Contains("undone", node.Supervisor.CltabNotTaken, StringComparison.Ordinal);
        Assert.EndsWith("(CLTAB_UNDONE)", (await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal!.Detail, StringComparison.Ordinal);

        await node.RestartAsync();
        Assert.Contains("undone", node.Supervisor.CltabNotTaken, StringComparison.Ordinal);
        await node.BringAsync("g2", "1");
        Assert.Equal(["g1", "g2"], node.Supervisor.View.Groups.Select(row => row.Name));
        node.Write([.. other, "# mended"]);
        await node.BringAsync("g3", "1");
        await node.ReportAsync<GroupChanged>(r => r.Group.Group == "g2" && r.Status is null);
        Assert.Equal(["g1", "g3"], node.Supervisor.View.Groups.Select(row => row.Name));
        Assert.Null(node.Supervisor.CltabNotTaken);
    }

    [Fact]
    public async Task A_cltab_that_was_not_taken_cannot_be_undone_and_one_that_was_undone_can_be_taken_by_yes()
    {
        await using var node = await AtWorkAsync(4, 3);
        node.Write(Cltab(4, 4));
        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        await node.UntilGroupAsync("g4", row => row.Running == 4);
        node.Write(Cltab(1, 1));
        Assert.EndsWith("(CLTAB_NOTHING_TO_UNDO)", (await UndoAsync(node)).Refusal!.Detail, StringComparison.Ordinal);
        node.Write(Cltab(4, 4));
        Assert.Null((await UndoAsync(node)).Refusal);
        await node.UntilGroupAsync("g4", row => row.Running == 3);
        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Confirmed, node.Token);
        await node.UntilGroupAsync("g4", row => row.Running == 4);

        // An undo holds until the file is another, also if it becomes the same again.
        Assert.Null((await UndoAsync(node)).Refusal);
        node.Write(Cltab(4, 3));
        await node.BringAsync("g1", "1");
        node.Write(Cltab(4, 4));
        await node.BringAsync("g1", "1");
        Assert.Null(node.Supervisor.CltabNotTaken);
    }

    /// <summary>Lets the time between two looks pass, in the middle of which somebody does something.</summary>
    private static async Task PassAsync(SupervisedNode node, Action meanwhile)
    {
        await node.Clock.WaitForSingleTimerAsync(s_settle, node.Token);
        node.Clock.Advance(s_settle / 2);
        meanwhile();
        node.Clock.Advance(s_settle / 2);
    }

    private static Task<CltabReport> UndoAsync(SupervisedNode node) => node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Undo, node.Token);

    private static string[] Cltab(int groups, int each) =>
        [.. Enumerable.Range(1, groups).SelectMany(group => Enumerable.Range(1, each).Select(entry => $"g{group}:g{group}t{entry}:1:respawn:/bin/x"))];

    /// <summary>A node with so many groups, g1 and so on, all at level 1 with so many entries.</summary>
    private static async Task<SupervisedNode> AtWorkAsync(int groups, int each)
    {
        var node = await SupervisedNode.StartAsync(Cltab(groups, each));
        for (var group = 1; group <= groups; group++)
            await node.BringAsync($"g{group}", "1");
        return node;
    }
}
