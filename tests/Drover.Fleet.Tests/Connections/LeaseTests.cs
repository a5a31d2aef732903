using Drover.Fleet.Tests.Hosts;
using Drover.Nodes;
using Drover.Nodes.Leases;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.Tests.Shared;
using LeaseGrant = Drover.Nodes.Leases.LeaseGrant;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Leases between agents and the book of the master.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task An_agent_that_asks_gets_what_the_book_grants_and_its_problem_comes_to_the_book()
    {
        await using var master = await MasterHost.StartAsync();
        master.Leases.Of["web2"] = [new LeaseGrant("db", 7, TimeSpan.FromSeconds(20))];
        using var agent = await ConnectAsync(master, await master.JoinAsync("web2"), Capabilities.Leases);
        await agent.SendAsync(new AgentMessage { AskLeases = new AskLeases { Id = 3 } });
        var answer = (await agent.ReadAsync()).Leases;
        Assert.Equal(3, answer.Id);
        Assert.Equal(("db", 7L, 20_000_000L), Assert.Single(answer.Given) is var grant ? (grant.Group, grant.Number, grant.Time) : default);
        await agent.SendAsync(new AgentMessage { AskLeases = new AskLeases { Id = 4, Problem = "no guard" } });
        Assert.Empty((await agent.ReadAsync()).Leases.Given);
        Assert.Equal([("web2", null), ("web2", "no guard")], master.Leases.Asked);
    }

    [Fact]
    public async Task A_change_is_told_to_its_node_alone_and_only_where_leases_are_known()
    {
        await using var master = await MasterHost.StartAsync();
        using var knowing = await ConnectAsync(master, await master.JoinAsync("web2"), Capabilities.Leases);
        using var old = await ConnectAsync(master, await master.JoinAsync("web3"));
        await Soon.HoldsAsync(() => master.IsHere("web2") && master.IsHere("web3"));
        Assert.Equal((true, false), (((INode)master.Node("web2")).KeepsLeases, ((INode)master.Node("web3")).KeepsLeases));
        master.Leases.Change("web3");
        master.Leases.Change("web2");
        Assert.Equal(MasterMessage.KindOneofCase.LeasesChanged, (await knowing.ReadAsync()).KindCase);
        // The next that comes is the answer: nothing was told before it.
        await old.SendAsync(new AgentMessage { AskLeases = new AskLeases { Id = 1 } });
        Assert.Equal(MasterMessage.KindOneofCase.Leases, (await old.ReadAsync()).KindCase);
    }

    [Fact]
    public async Task Who_comes_and_goes_is_told()
    {
        await using var master = await MasterHost.StartAsync();
        List<(string, bool)> told = [];
        master.Nodes.PresenceChanged += (_, changed) =>
        {
            lock (told)
                told.Add((changed.Node.Name, changed.Node.Presence.IsHere));
        };
        var identity = await master.JoinAsync("web2");
        using (await ConnectAsync(master, identity, Capabilities.Leases))
            await Soon.HoldsAsync(() => master.IsHere("web2"));
        await Soon.HoldsAsync(() => !master.IsHere("web2"));
        await Soon.HoldsAsync(() =>
        {
            lock (told)
                return told.SequenceEqual([("web2", true), ("web2", false)]);
        });
    }

    private static async Task<RawAgent> ConnectAsync(MasterHost master, Drover.NodeAgent.Identity.AgentIdentity identity, params string[] capabilities)
    {
        var agent = RawAgent.Dial(master, identity);
        var hello = RawAgent.Hello();
        hello.Capabilities.AddRange(capabilities);
        await agent.SendAsync(new AgentMessage { Hello = hello });
        Assert.NotNull((await agent.ReadAsync()).Welcome);
        Assert.NotNull((await agent.ReadAsync()).Leads);
        return agent;
    }
}
