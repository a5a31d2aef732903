using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Tests.Supervision;

/// <summary>The cltab of the cluster counts beside the node's own, and is kept on the node.</summary>
public sealed class ClusterCltabTests
{
    private static readonly ClusterCltab s_first = new(1, "web:a:1:respawn:/bin/a\n");
    private static readonly ClusterCltab s_second = new(2, "web:a:1:respawn:/bin/other\n");

    [Fact]
    public async Task Its_groups_are_told_levels_as_those_of_the_nodes_own_cltab_are()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        var before = await RunningAsync(node, "own", "own/o");
        Assert.Equal(0, node.Supervisor.HeldCltab!.Version);
        var report = await TakeAsync(node, s_first);
        Assert.Null(report.Refusal);
        Assert.True(node.Supervisor.HeldCltab.Is(s_first));
        await RunningAsync(node, "web", "web/a");
        Assert.Equal(before, (await node.UntilAsync("own/o", row => row.State == "UP")).Pid);
        Assert.Contains(node.Log.Lines, line => line.Id == 2610 && line.Text.Contains(s_first.Hash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_another_version_what_is_different_is_applied_and_a_group_that_is_gone_stops()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        await TakeAsync(node, s_first);
        await RunningAsync(node, "web", "web/a");
        await TakeAsync(node, s_second);
        await node.UntilAsync("web/a", row => row is { Command: "/bin/other", State: "UP" });
        await TakeAsync(node, ClusterCltab.None);
        await UntilGoneAsync(node, "web");
        Assert.Equal(0, node.Supervisor.HeldCltab!.Version);
    }

    [Fact]
    public async Task A_version_that_comes_back_brings_the_levels_of_the_groups_that_had_gone()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        await TakeAsync(node, s_first);
        await RunningAsync(node, "web", "web/a");
        await TakeAsync(node, new ClusterCltab(2, "db:d:1:respawn:/bin/d\n"));
        await UntilGoneAsync(node, "web");
        await TakeAsync(node, s_first);
        await node.UntilAsync("web/a", row => row.State == "UP");
        await UntilGoneAsync(node, "db");
    }

    [Fact]
    public async Task A_group_that_both_have_is_that_of_the_node()
    {
        await using var node = await SupervisedNode.StartAsync("web:mine:1:respawn:/bin/mine");
        var report = await node.Supervisor.CheckClusterCltabAsync(s_first, node.Token);
        Assert.Contains("version 1 of the cluster's cltab:1:1: warning: the group 'web' is in /etc/cltab too, which counts on this node", report.Lines);
        Assert.False(report.HasErrors);
        await TakeAsync(node, s_first);
        Assert.Equal(["web"], node.Supervisor.HeldCltab!.Overridden);
        await RunningAsync(node, "web", "web/mine");
        Assert.DoesNotContain(node.Supervisor.View.Processes, row => row.Tag == "a");
        // Once the node gives it up, that of the cluster counts.
        node.Write("own:o:1:respawn:/bin/o");
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal);
        await node.UntilAsync("web/a", row => row.State == "UP");
        Assert.Empty(node.Supervisor.HeldCltab.Overridden);
    }

    [Fact]
    public async Task A_group_is_on_the_nodes_that_it_names()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        await TakeAsync(node, new ClusterCltab(1, "here:a:1:respawn:/bin/a\n:::group.here.nodes:n0,n1\nthere:b:1:respawn:/bin/b\n:::group.there.nodes:n2\n"));
        Assert.Equal(["here", "own"], node.Supervisor.View.Groups.Select(row => row.Name));
    }

    [Fact]
    public async Task It_is_there_after_a_boot_without_a_master_also_where_the_own_cltab_cannot_be_read()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        await TakeAsync(node, s_first);
        await RunningAsync(node, "web", "web/a");
        var remembered = await node.RememberedAsync("web", "own");
        await node.RestartAsync(() =>
        {
            node.Boot();
            node.Owner = 77;
        }, remembered);
        await node.UntilAsync("web/a", row => row.State == "UP");
        Assert.True(node.Supervisor.HeldCltab!.Is(s_first));
        Assert.Contains("belongs to user 77", node.Supervisor.CltabNotTaken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_daemon_adopts_what_it_runs()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        await TakeAsync(node, s_first);
        var pid = await RunningAsync(node, "web", "web/a");
        await node.RestartAsync();
        Assert.Equal(pid, (await node.UntilAsync("web/a", row => row.State == "UP")).Pid);
        Assert.False((await TakeAsync(node, s_first)).HasChanges);
    }

    [Fact]
    public async Task A_node_that_has_no_cltab_of_its_own_begins_with_it()
    {
        await using var node = await SupervisedNode.StartEmptyAsync();
        Assert.NotNull(await node.Supervisor.TellAsync(node.NewOrder(), "web", "1", node.Token));
        Assert.Null((await TakeAsync(node, s_first)).Refusal);
        var pid = await RunningAsync(node, "web", "web/a");
        await node.RestartAsync();
        Assert.Equal(pid, (await node.UntilAsync("web/a", row => row.State == "UP")).Pid);
        Assert.Contains("CLTAB_EMPTY", (await TakeAsync(node, ClusterCltab.None)).Refusal!.Detail, StringComparison.Ordinal);
        Assert.Null((await node.Supervisor.TakeClusterCltabAsync(1, ClusterCltab.None, isConfirmed: true, node.Token)).Refusal);
        await UntilGoneAsync(node, "web");
    }

    [Fact]
    public async Task Errors_and_what_stops_too_much_are_refused_and_change_nothing()
    {
        await using var node = await SupervisedNode.StartEmptyAsync();
        string[] tags = ["a", "b", "c", "d", "e", "f", "g"];
        var many = new ClusterCltab(1, string.Concat(tags.Select(tag => $"web:{tag}:1:respawn:/bin/{tag}\n")));
        await TakeAsync(node, many);
        await node.BringAsync("web", "1");
        await node.UntilGroupAsync("web", row => row.Running == tags.Length);
        var wrong = new ClusterCltab(2, many.Text + "web:h:1:bogus:/bin/h\n");
        Assert.Contains("version 2 of the cluster's cltab:8:9: error: unknown mode 'bogus'", (await TakeAsync(node, wrong)).Refusal!.Detail, StringComparison.Ordinal);
        var nothing = new ClusterCltab(2, "db:x:1:respawn:/bin/x\n");
        Assert.Contains("drover cltab set FILE --yes", (await node.Supervisor.CheckClusterCltabAsync(nothing, node.Token)).ToConfirm, StringComparison.Ordinal);
        Assert.Contains("CLTAB_STOPS_TOO_MUCH", (await TakeAsync(node, nothing)).Refusal!.Detail, StringComparison.Ordinal);
        Assert.Equal(NodeRefusalKind.StaleTerm, (await node.Supervisor.TakeClusterCltabAsync(0, nothing, isConfirmed: true, node.Token)).Refusal!.Kind);
        Assert.True(node.Supervisor.HeldCltab!.Is(many));
        Assert.Equal(tags.Length, node.Supervisor.View.Groups.Single().Running);
        Assert.Null((await node.Supervisor.TakeClusterCltabAsync(1, nothing, isConfirmed: true, node.Token)).Refusal);
        await UntilGoneAsync(node, "web");
    }

    [Fact]
    public async Task A_change_of_the_own_cltab_that_nobody_has_read_is_not_taken_with_it_and_an_undo_leaves_it()
    {
        await using var node = await SupervisedNode.StartAsync("own:o:1:respawn:/bin/o");
        await RunningAsync(node, "own", "own/o");
        node.Write("own:o:1:respawn:/bin/new");
        await TakeAsync(node, s_first);
        Assert.Equal("/bin/o", (await node.UntilAsync("own/o", row => row.State == "UP")).Command);
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal);
        await node.UntilAsync("own/o", row => row is { Command: "/bin/new", State: "UP" });
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Undo, node.Token)).Refusal);
        await node.UntilAsync("own/o", row => row is { Command: "/bin/o", State: "UP" });
        Assert.Contains(node.Supervisor.View.Groups, row => row.Name == "web");
        // What was undone is not taken again because another version of the cluster's has come.
        await TakeAsync(node, s_second);
        await node.BringAsync("own", "1");
        Assert.Equal("/bin/o", (await node.UntilAsync("own/o", row => row.State == "UP")).Command);
    }

    private static Task<CltabReport> TakeAsync(SupervisedNode node, ClusterCltab cltab) => node.Supervisor.TakeClusterCltabAsync(1, cltab, isConfirmed: false, node.Token);

    private static async Task<int> RunningAsync(SupervisedNode node, string group, string process)
    {
        await node.BringAsync(group, "1");
        return (await node.UntilAsync(process, row => row.State == "UP")).Pid;
    }

    private static async Task UntilGoneAsync(SupervisedNode node, string group)
    {
        for (var view = node.Supervisor.View; view.Groups.Any(row => row.Name == group); view = await node.Supervisor.ViewAfterAsync(view.Version, node.Token))
        {
        }
    }
}
