using Drover.Agent;
using Drover.Nodes.Services;
using Microsoft.Extensions.Logging;

namespace Drover.Services.Tests.Supervision;

/// <summary>What the log says of groups and their processes.</summary>
public sealed class ServiceLinesTests
{
    [Fact]
    public async Task A_level_that_is_reached_is_told_with_its_processes_and_looking_on_is_not()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:2:once:/bin/b");
        node.Log.Least = LogLevel.Information;
        await node.BringAsync("g", "1");
        var told = node.Log.Of("drover.services").Count;
        _ = node.Supervisor.View;
        await node.Supervisor.FindAsync("g", node.Token);
        await node.Supervisor.PlanAsync("g", "2", node.Token);
        await node.Supervisor.CheckAsync(null, null, node.Token);
        Assert.Equal(
            ["The cltab /etc/cltab was taken; groups: 1 new, 0 changed, 0 gone",
                "Group g is wanted at level 1", "g/a runs as process 101", "Group g is DONE at level 1"],
            node.Log.Of("drover.services"));
        Assert.Equal(4, told);
    }

    [Fact]
    public async Task Deaths_and_pauses_are_told()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        await node.BringAsync("g", "1");
        for (var death = 1; death <= 7; death++)
        {
            Assert.Equal("start a", await node.CallAsync());
            node.Agent.End("a", ExitStatus.Exited(death));
        }
        await node.UntilAsync("g/a", r => r.State == "PAUSING");
        await node.Supervisor.ClearBackoffAsync(node.NewOrder(), "g", "a", node.Token);
        Assert.Equal(7, Count(node, 1311));
        Assert.Equal("g/a has ended: exit 7", Lines(node, 1311).Last());
        Assert.Equal("g/a respawns too rapidly: its next start is put off for 60 s", Assert.Single(Lines(node, 1314)));
        Assert.Equal("Pauses of g/a after quick deaths are over, by order", Assert.Single(Lines(node, 1320)));
    }

    [Fact]
    public async Task Each_step_of_a_stop_is_told_and_a_kill_once()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", ":::service.a.stop-signal:HUP");
        await node.BringAsync("g", "1");
        node.Agent.Obeyed.Clear();
        node.Agent.IsStuck = true;
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "off", node.Token);
        Assert.Equal("start a", await node.CallAsync());
        Assert.Equal("signal a 1", await node.CallAsync());
        await node.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("signal a 15", await node.CallAsync());
        await node.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("kill a", await node.CallAsync());
        node.Agent.IsStuck = false;
        await node.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("kill a", await node.CallAsync());
        await node.EndAsync(order);
        Assert.Equal(["g/a is asked to stop by signal HUP", "g/a is asked to stop by signal TERM"], Lines(node, 1316));
        Assert.Equal("g/a is killed: what lives of it gets KILL until it is gone", Assert.Single(Lines(node, 1317)));
    }

    [Fact]
    public async Task What_cannot_be_started_and_a_level_that_fails_are_warnings()
    {
        await using var node = await SupervisedNode.StartAsync("g:t:1:test:/bin/t", "g:b:1:once:/bin/b");
        node.Agent.Refuse = spec => $"no {spec.Key.Tag} here";
        await node.BringAsync("g", "1");
        Assert.Equal(
            [(LogLevel.Warning, "g/t cannot be started: no t here"), (LogLevel.Warning, "g/b cannot be started: no b here")],
            node.Log.Lines.Where(line => line.Id == 1313).Select(line => (line.Level, line.Text)));
        Assert.StartsWith("Group g is FAILED at level 1: failed: t", Assert.Single(Lines(node, 1303)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_daemon_tells_what_it_adopts()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a", "g:b:1:once:/bin/b");
        await node.BringAsync("g", "1");
        await node.RestartAsync(() => node.Machine["b"].Exit = ExitStatus.Exited(3));
        Assert.Equal("g/a adopted: it runs as process 101", Assert.Single(Lines(node, 1318)));
        Assert.Equal("g/b ended while no daemon ran: exit 3", Assert.Single(Lines(node, 1319)));
    }

    [Fact]
    public async Task A_reread_tells_how_many_groups_are_others_and_what_is_wrong()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:once:/bin/a", "h:b:1:once:/bin/a", "k:c:1:once:/bin/a");
        node.Write("g:a:1:once:/bin/a", "h:b:1:once:/bin/other", "n:d:1:once:/bin/a", "k:c:1:sometimes:/bin/a");
        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        Assert.Equal("The cltab /etc/cltab was taken; groups: 1 new, 1 changed, 0 gone", Lines(node, 1330).Last());
        Assert.Contains("/etc/cltab:4:7: ", Lines(node, 1331).Last(), StringComparison.Ordinal);
        node.Write("g:a:1:once:/bin/a");
        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        Assert.Equal("The cltab /etc/cltab was taken; groups: 0 new, 0 changed, 3 gone", Lines(node, 1330).Last());
    }

    private static IEnumerable<string> Lines(SupervisedNode node, int number) => node.Log.Lines.Where(line => line.Id == number).Select(line => line.Text);

    private static int Count(SupervisedNode node, int number) => Lines(node, number).Count();
}
