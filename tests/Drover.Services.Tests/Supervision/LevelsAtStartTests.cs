using Drover.Nodes.Services;

namespace Drover.Services.Tests.Supervision;

/// <summary>Which levels groups are wanted at when the next daemon starts.</summary>
public sealed class LevelsAtStartTests
{
    private static readonly string[] s_cltab = ["g:a:1:respawn:/bin/a", "h:b:1:respawn:/bin/b", "i:c:1:respawn:/bin/c"];

    [Fact]
    public async Task After_an_end_that_stopped_them_groups_are_wanted_at_their_levels_again_unless_they_were_told_off()
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        await node.BringAsync("g", "1");
        await node.BringAsync("h", "1");
        await node.BringAsync("h", "off");
        await node.StopAndStartAsync(() => Assert.Empty(node.Machine.Runs));
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
        Assert.Equal(("off", 0), Shown(await node.UntilAsync("h", "DONE")));
        Assert.Equal((null, 0), Shown(await node.UntilAsync("i", "CONFIGURED")));
        Assert.Equal(
            ["Group g is wanted at level 1 again, as before", "Group h is wanted at level off again, as before"],
            node.Log.Lines.Where(line => line.Id == 1306).Select(line => line.Text).Order());
        // And so on: what is restored is not restored for once.
        await node.StopAndStartAsync();
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
    }

    [Fact]
    public async Task A_blank_start_after_a_stop_or_a_boot_is_one_at_no_level()
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        node.LevelsAtStart = LevelsAtStart.Blank;
        await node.BringAsync("g", "1");
        await node.StopAndStartAsync();
        Assert.Equal((null, 0), Shown(await node.UntilAsync("g", "CONFIGURED")));
        await node.BringAsync("g", "1");
        var remembered = await node.RememberedAsync("g");
        await node.RestartAsync(node.Boot, remembered);
        Assert.Equal((null, 0), Shown(await node.UntilAsync("g", "CONFIGURED")));
    }

    [Fact]
    public async Task A_blank_start_adopts_what_runs_as_any_other()
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        node.LevelsAtStart = LevelsAtStart.Blank;
        await node.BringAsync("g", "1");
        await node.RestartAsync();
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
        Assert.Equal(1, node.Machine.Started);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_boot_groups_are_wanted_at_their_levels_again_whether_or_not_they_were_stopped_in_order(bool inOrder)
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        await node.BringAsync("g", "1");
        if (inOrder)
            await node.Supervisor.DrainAsync(node.Token);
        var remembered = await node.RememberedAsync("g");
        await node.RestartAsync(node.Boot, remembered);
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
    }

    [Fact]
    public async Task A_start_level_is_what_a_boot_begins_with_and_a_stop_does_not()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:2:respawn:/bin/b", ":::group.g.start-level:1");
        await node.BringAsync("g", "2");
        await node.StopAndStartAsync();
        Assert.Equal(("2", 1), Shown(await node.UntilAsync("g", "DONE")));
        var remembered = await node.RememberedAsync("g");
        await node.RestartAsync(node.Boot, remembered);
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
    }

    [Fact]
    public async Task A_stop_that_was_cut_short_goes_on_to_its_end_before_the_level_is_begun_again()
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        await node.BringAsync("g", "1");
        Assert.Equal("start a", await node.CallAsync());
        node.Agent.Obeyed.Clear();
        using var atOnce = new CancellationTokenSource();
        var draining = node.Supervisor.DrainAsync(atOnce.Token);
        Assert.Equal("signal a 2", await node.CallAsync());
        await atOnce.CancelAsync();
        await draining;
        await node.RestartAsync();
        Assert.Equal("signal a 2", await node.CallAsync());
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
        Assert.Equal(2, node.Machine.Started);
    }

    [Fact]
    public async Task A_level_that_was_cancelled_is_wanted_no_more()
    {
        await using var node = await SupervisedNode.StartAsync("g:w:1:wait:/bin/w");
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "1", node.Token);
        await node.Supervisor.CancelAsync(node.NewOrder(), "g", "enough", node.Token);
        await node.EndAsync(order);
        await node.StopAndStartAsync();
        Assert.Equal((null, 0), Shown(await node.UntilAsync("g", "CONFIGURED")));
        Assert.Equal(1, node.Machine.Started);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Groups_that_a_cut_off_cltab_does_not_know_are_brought_to_their_levels_when_it_is_mended(bool booted)
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        await node.BringAsync("g", "1");
        await node.Supervisor.DrainAsync(node.Token);
        var remembered = await node.RememberedAsync("g");
        await node.RestartAsync(
            () =>
            {
                if (booted)
                    node.Boot();
                else
                    File.Delete(Path.Combine(node.RunDirectory, "cltab"));
                node.Write();
            }, remembered);
        Assert.Empty(node.Supervisor.View.Groups);
        Assert.Contains("has no entry", node.Supervisor.CltabNotTaken, StringComparison.Ordinal);
        node.Write(s_cltab);
        await node.BringAsync("h", "1");
        Assert.Equal(("1", 1), Shown(await node.UntilAsync("g", "DONE")));
        Assert.Null(node.Supervisor.CltabNotTaken);
    }

    [Fact]
    public async Task An_empty_cltab_at_a_boot_names_the_groups_that_wait_for_it_and_they_are_forgotten_once_it_is_meant()
    {
        await using var node = await SupervisedNode.StartAsync(s_cltab);
        await node.BringAsync("g", "1");
        await node.Supervisor.DrainAsync(node.Token);
        var remembered = await node.RememberedAsync("g");
        await node.RestartAsync(
            () =>
            {
                node.Boot();
                node.Write("# nothing yet");
            }, remembered);
        Assert.Equal(
            "/etc/cltab has no entry, and groups are wanted at a level (g), to which they are brought once they are in it again. Was it cut off? If it is meant: drover reread --yes.",
            node.Supervisor.CltabNotTaken);
        // A tell of something else takes it as little.
        Assert.NotNull(await node.Supervisor.TellAsync(node.NewOrder(), "h", "1", node.Token));
        Assert.NotNull(node.Supervisor.CltabNotTaken);

        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Confirmed, node.Token)).Refusal);
        await node.ReportAsync<GroupChanged>(r => r.Group.Group == "g" && r.Status is null);
        Assert.Null(node.Supervisor.CltabNotTaken);
        node.Write(s_cltab);
        await node.BringAsync("h", "1");
        Assert.Equal((null, 0), Shown(await node.UntilAsync("g", "CONFIGURED")));
    }

    private static (string? Level, int Running) Shown(GroupRow row) => (row.Level, row.Running);
}
