using Drover.Agent;
using Drover.Nodes.Services;

namespace Drover.Services.Tests.Supervision;

/// <summary>Reports of the agent that are lost, doubled or mixed up on their way are each taken once, in order.</summary>
public sealed class ReportOrderTests
{
    [Fact]
    public async Task Reports_are_acknowledged_once_they_are_taken()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        node.Agent.End("a", ExitStatus.Exited(1));
        Assert.Equal(1, await node.Agent.Acknowledged.ReadAsync(node.Token));
        await node.UntilAsync("g/a", row => row.Restarts == 1);
        node.Agent.End("a", ExitStatus.Exited(1));
        Assert.Equal(2, await node.Agent.Acknowledged.ReadAsync(node.Token));
    }

    [Fact]
    public async Task A_report_that_comes_twice_counts_once()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b");
        await node.BringAsync("g", "1");
        node.Agent.Deliver = reports => [.. reports, .. reports];
        node.Agent.End("a", ExitStatus.Exited(1));
        await node.UntilAsync("g/a", row => row is { Restarts: 1, State: "UP" });
        node.Agent.End("b", ExitStatus.Exited(1));
        await node.UntilAsync("g/b", row => row is { Restarts: 1, State: "UP" });
        Assert.Equal(4, node.Machine.Started);
    }

    [Fact]
    public async Task Mixed_up_reports_are_taken_in_the_order_of_their_numbers()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:z:2:once:/bin/z", ":::service.a.ready:notify");
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "1", node.Token);
        Assert.Equal("start a", await node.CallAsync());
        node.Agent.Deliver = reports => reports.Count < 2 ? [] : [.. reports.Reverse()];
        var first = node.Machine["a"];
        node.Agent.SayReady("a");
        node.Agent.End("a", ExitStatus.Exited(1));
        Assert.Equal("start a", await node.CallAsync());
        // Ready before it died: the level counts it as up once, and does not wait for its next run.
        Assert.Equal(LevelEndKind.Reached, (await node.EndAsync(order)).Kind);
        Assert.NotSame(first, node.Machine["a"]);
    }

    [Fact]
    public async Task A_lost_report_is_read_again_before_those_after_it_are_taken()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:respawn:/bin/b");
        await node.BringAsync("g", "1");
        var attempts = 0;
        // The first report does not get through the first two times.
        node.Agent.Deliver = reports => reports.Count < 2 ? [] : ++attempts <= 2 ? [.. reports.Skip(1)] : reports;
        node.Agent.End("a", ExitStatus.Exited(1));
        node.Agent.End("b", ExitStatus.Exited(2));
        await node.PassAsync(TimeSpan.FromMilliseconds(100));
        await node.PassAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal("exit 1", (await node.UntilAsync("g/a", row => row is { Restarts: 1, State: "UP" })).LastExit);
        Assert.Equal("exit 2", (await node.UntilAsync("g/b", row => row is { Restarts: 1, State: "UP" })).LastExit);
        Assert.Equal(2, await node.Agent.Acknowledged.ReadAsync(node.Token));
        Assert.Equal((3, 4), (attempts, node.Machine.Started));
    }
}
