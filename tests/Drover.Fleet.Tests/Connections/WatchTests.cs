using Drover.Fleet.Tests.Hosts;
using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>A level that is watched over the wire, and over a restart of the master.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task The_level_of_before_is_known_to_the_master_that_takes_the_job_up()
    {
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory);
        Show(agent, "1", restarts: 0);
        await master.SessionAsync("n2");
        var job = await master.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"2","node":"n2","watch":60}""");
        Assert.EndsWith(" tell g 2", await agent.Node.Orders.ReadAsync(MasterHost.Token), StringComparison.Ordinal);
        Show(agent, "2", restarts: 0);
        End(agent, job, step: 0);
        await UntilWatchedAsync(master, job);

        await master.RestartAsync();
        // It is at the level already, and the order is not carried out again.
        await UntilWatchedAsync(master, job);
        Show(agent, "2", restarts: 1);
        Assert.EndsWith($"({job},0,2) tell g 1", await agent.Node.Orders.ReadAsync(MasterHost.Token), StringComparison.Ordinal);
        End(agent, job, step: 2);
        var (status, result, _) = await master.EndAsync(job);
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("and is back at level '1'", result, StringComparison.Ordinal);
    }

    private static Task UntilWatchedAsync(MasterHost master, long job) =>
        Soon.HoldsAsync(() => master.Kernel.WaitsFor(job)?.Contains("to hold level '2'", StringComparison.Ordinal) == true);

    private static void Show(AgentHost agent, string level, int restarts) =>
        agent.Node.Show([new GroupRow("n2", "g", level, level, "DONE", "DONE", null, 0, Entries: 1, Running: 1, restarts, [])], []);

    private static void End(AgentHost agent, long job, int step) =>
        agent.Node.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, step), new LevelEnd(LevelEndKind.Reached, "DONE")));
}
