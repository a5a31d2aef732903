using Drover.Fleet.Tests.Hosts;
using Drover.Nodes.Services;
using Drover.NodeWire.Translation;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Reports of an agent are applied once, and none is lost, whoever is started anew.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Reports_that_come_again_after_the_master_was_started_anew_are_applied_once()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using (var agent = await RawAgent.ConnectAsync(master, identity))
        {
            await agent.ReportAsync(Ended(1), Ended(2));
            // Durable; let the agent not have heard of it.
            Assert.Equal(2, (await agent.ReadAsync()).Acknowledge.Number);
        }
        Assert.Equal(["1", "2"], await RunsAsync(master));
        await master.RestartAsync();
        using (var agent = await RawAgent.ConnectAsync(master, identity))
        {
            await agent.ReportAsync(Ended(1), Ended(2));
            Assert.Equal(2, (await agent.ReadAsync()).Acknowledge.Number);
            await agent.ReportAsync(Ended(2), Ended(3));
            Assert.Equal(3, (await agent.ReadAsync()).Acknowledge.Number);
        }
        Assert.Equal(["1", "2", "3"], await RunsAsync(master));
        // Numbers that began anew are others.
        using (var agent = await RawAgent.ConnectAsync(master, identity, stream: "another"))
        {
            await agent.ReportAsync(Ended(1, run: 4));
            Assert.Equal(1, (await agent.ReadAsync()).Acknowledge.Number);
        }
        Assert.Equal(["1", "2", "3", "4"], await RunsAsync(master));
    }

    [Fact]
    public async Task An_agent_that_has_not_heard_what_is_durable_is_told_at_its_next_connection()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using (var agent = await RawAgent.ConnectAsync(master, identity))
        {
            await agent.ReportAsync(Ended(1), Ended(2));
            Assert.Equal(2, (await agent.ReadAsync()).Acknowledge.Number);
        }
        using var again = await RawAgent.ConnectAsync(master, identity);
        // Told again, nothing of it is new to the master, and still the agent must hear it.
        await again.ReportAsync(Ended(1), Ended(2));
        Assert.Equal(2, (await again.ReadAsync()).Acknowledge.Number);
        Assert.Equal(["1", "2"], await RunsAsync(master));
    }

    [Fact]
    public async Task Reports_made_while_the_master_is_away_come_in_order_when_it_is_back()
    {
        const int Each = 700;
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory);
        await master.SessionAsync("n2");
        Report(agent, 1, Each);
        await Soon.HoldsAsync(() => agent.LastReport == Each);
        await master.RestartAsync();
        Report(agent, Each + 1, Each);
        await master.SessionAsync("n2");
        Report(agent, (2 * Each) + 1, 1);
        await Soon.HoldsAsync(() => RunsAsync(master).GetAwaiter().GetResult().Length == (2 * Each) + 1);
        Assert.Equal(Enumerable.Range(1, (2 * Each) + 1).Select(run => $"{run}"), (await RunsAsync(master)).OrderBy(int.Parse));
    }

    private static void Report(AgentHost agent, int first, int count)
    {
        foreach (var run in Enumerable.Range(first, count))
            agent.Node.Reports.Add(number => new ProcessesEnded(number, [End(run)]));
    }

    private static ProcessEnd End(long run) => new(new ProcessKey("n2", "g", "t"), run, "1", 1_000_000, 2_000_000 + run, 0, null);

    private static NodeWire.Protocol.Report Ended(long number, long? run = null) => new ProcessesEnded(number, [End(run ?? number)]).ToMessage();

    private static Task<string[]> RunsAsync(MasterHost master) => master.QueryAsync("process-history", "run");
}
