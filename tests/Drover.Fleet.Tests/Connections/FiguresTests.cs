using Drover.Fleet.Tests.Hosts;
using Drover.Nodes.Facts;
using Drover.NodeWire.Protocol;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>The master has the figures of a node as its agent told them, and asks for them only where it tells none.</summary>
public sealed class FiguresTests
{
    [Fact]
    public async Task What_was_told_last_counts_and_nobody_is_asked()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await master.SessionAsync("n2");
        await TellAsync(master, agent, memoryFree: 7);
        var told = (await ReadAsync(master))!;
        Assert.Equal(Timestamp.From(master.Clock).Microseconds, told.Told);
        master.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(told, await ReadAsync(master));
        await TellAsync(master, agent, memoryFree: 9);
        Assert.Equal(told.Told + 3_000_000, (await ReadAsync(master))!.Told);
        // The agent was asked nothing: what comes next is another call.
        var plan = master.Node("n2").Services.PlanAsync("g", "1", MasterHost.Token);
        Assert.Equal(Call.KindOneofCase.Plan, (await agent.AnswerAsync(_ => new Answer { Plan = new GroupPlan() })).KindCase);
        await plan;
    }

    [Fact]
    public async Task A_node_that_is_away_has_none_and_one_that_comes_back_those_that_it_tells_then()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using (var agent = await RawAgent.ConnectAsync(master, identity))
        {
            await master.SessionAsync("n2");
            await TellAsync(master, agent, memoryFree: 7);
        }
        await Soon.HoldsAsync(() => !master.IsHere("n2"));
        Assert.Null(await ReadAsync(master));
        using var again = await RawAgent.ConnectAsync(master, identity);
        await master.SessionAsync("n2");
        var asked = ReadAsync(master);
        Assert.Equal(Call.KindOneofCase.Figures, (await again.AnswerAsync(_ => new Answer { Figures = new Figures { Known = true, MemoryFree = 8 } })).KindCase);
        Assert.Equal(8, (await asked)!.MemoryFree);
        await again.SendAsync(new AgentMessage { Figures = new Figures() });
        await again.SendAsync(new AgentMessage { Services = new ServicesUpdate { Whole = true } });
        await Soon.HoldsAsync(() => master.Node("n2").Services.View.Version > 0);
        // It says that it knows none.
        Assert.Null(await ReadAsync(master));
    }

    [Fact]
    public async Task An_agent_tells_them_by_itself()
    {
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory, facts: new Facts());
        await Soon.HoldsAsync(() => master.Node("n2").Facts.IsTold);
        Assert.Equal(41, (await ReadAsync(master))!.MemoryFree);
    }

    private static async Task<NodeFigures?> ReadAsync(MasterHost master) => await master.Node("n2").Facts.ReadAsync(MasterHost.Token);

    private static async Task TellAsync(MasterHost master, RawAgent agent, long memoryFree)
    {
        await agent.SendAsync(new AgentMessage { Figures = new Figures { Known = true, MemoryFree = memoryFree } });
        await Soon.HoldsAsync(() => master.Node("n2").Facts.IsTold);
        for (var free = -1L; free != memoryFree; free = (await ReadAsync(master))!.MemoryFree)
            await Task.Yield();
    }

    private sealed class Facts : INodeFacts
    {
        public ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult<NodeFigures?>(new NodeFigures(50, 41, 3, 4, 5, 6, 7, "boot"));
    }
}
