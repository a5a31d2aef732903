using Drover.Agent;
using Drover.Nodes.Services;
using Drover.Services.Tests.Nodes;
using Drover.Services.Tests.Supervision;

namespace Drover.Services.Tests.History;

/// <summary>How processes have ended: told by the supervisor, recorded by the master, shown as a table.</summary>
public sealed class ProcessHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_supervisor_tells_when_a_process_began_and_how_it_ended()
    {
        await using var node = await SupervisedNode.StartAsync("g:a:1:respawn:/bin/a");
        var began = Timestamp.From(node.Clock).Microseconds;
        await node.BringAsync("g", "1");
        Assert.Equal("start a", await node.CallAsync());
        node.Clock.Advance(TimeSpan.FromSeconds(90));
        node.Agent.End("a", ExitStatus.Killed(9));
        Assert.Equal("start a", await node.CallAsync());
        await node.PassAsync(TimeSpan.FromSeconds(1));
        var end = Assert.Single((await node.ReportAsync<ProcessesEnded>(_ => true)).Ends);
        Assert.Equal(new ProcessEnd(new ProcessKey("n1", "g", "a"), end.Run, "1", began, began + 90_000_000, null, 9), end);
    }

    [Fact]
    public async Task Ends_that_are_reported_are_recorded_once_in_one_event_and_shown_by_entry()
    {
        await using var host = await ServicesHost.StartAsync();
        var before = host.Kernel.State.Sequence;
        ProcessEnd[] ends =
        [
            new(new ProcessKey("n1", "g", "a"), 1, "1", 1_000_000, 3_500_000, 7, null),
            new(new ProcessKey("n1", "g", "b"), 1, "1", 1_000_000, 3_500_000, null, 15, OutOfMemory: true),
            new(new ProcessKey("n1", "g", "a"), 2, "1", 4_000_000, 4_500_000, null, null, Missed: 3),
        ];
        host.Own.Reports.Add(number => new ProcessesEnded(number, ends));
        while (await host.Own.Acknowledged.ReadAsync(Token) < 1)
        {
            // Other reports.
        }
        Assert.Equal(before + 1, host.Kernel.State.Sequence);
        const string Fields = "name,started,ended,duration,exit,signal,out_of_memory,missed,run,level,node";
        Assert.Equal(
            [
                """ "g/a" 1 3.5 2.5 7 (Unavailable) false 0 1 "1" "n1" """,
                """ "g/a" 4 4.5 0.5 (Unavailable) (Unavailable) false 3 2 "1" "n1" """,
            ],
            (await host.QueryAsync("process-history", Fields, """["=","key","n1/g/a"]""")).Select(row => $" {string.Join(' ', row)} "));
        Assert.Equal(3, (await host.QueryAsync("process-history", "name")).Length);

        // Told again, as after a connection that broke before the acknowledgement.
        host.Own.Reports.Add(number => new ProcessesEnded(number, ends));
        while (await host.Own.Acknowledged.ReadAsync(Token) < 2)
        {
            // Other reports.
        }
        Assert.Equal(3, (await host.QueryAsync("process-history", "name")).Length);
    }
}
