using Drover.Fleet.Tests.Hosts;
using Drover.Kernel.Jobs;
using Drover.NodeWire.Protocol;
using Drover.Tests.Shared;
using ClusterCltab = Drover.Nodes.Services.ClusterCltab;

namespace Drover.Fleet.Tests.Connections;

/// <summary>The cltab of the cluster over the wire: whole, with its hash, and again at each connection of a node that does not have it.</summary>
public sealed class ClusterCltabTests
{
    private const string Text = "web:a:1:respawn:/bin/a";

    [Fact]
    public async Task A_node_that_joins_after_a_version_was_set_gets_it_by_itself_and_once()
    {
        await using var master = await MasterHost.StartAsync();
        await SetAsync(master);
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory);
        agent.Node.HoldCltab(ClusterCltab.None);
        await Soon.HoldsAsync(() => master.Nodes.Find("n2")?.Services.HeldCltab?.Version == 1);
        Assert.Equal([new ClusterCltab(1, Text)], agent.Node.Given);
        var session = await master.SessionAsync("n2");
        session.End("cut by the test");
        await master.SessionAsync("n2", session);
        // What it has is told at the next connection too, and is what it is to have.
        await Soon.HoldsAsync(() => master.Nodes.Find("n2")!.Services.HeldCltabToldAsync(2, MasterHost.Token).IsCompleted);
        Assert.Single(agent.Node.Given);
    }

    [Fact]
    public async Task A_node_that_was_away_when_it_was_set_gets_it_when_it_is_back()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        await using (new AgentHost(identity, master.Directory))
            await master.SessionAsync("n2");
        await Soon.HoldsAsync(() => !master.IsHere("n2"));
        await SetAsync(master);
        await using var agent = new AgentHost(identity, master.Directory);
        agent.Node.HoldCltab(ClusterCltab.None);
        await Soon.HoldsAsync(() => agent.Node.Given.Count == 1);
    }

    [Fact]
    public async Task It_comes_with_the_hash_of_its_text_and_the_term_of_the_master()
    {
        await using var master = await MasterHost.StartAsync();
        await SetAsync(master);
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await agent.SendAsync(new AgentMessage { HeldCltab = new HeldCltab { Hash = ClusterCltab.None.Hash } });
        var call = await agent.AnswerAsync(_ => new Answer { Cltab = new CltabReport() });
        Assert.Equal((1L, false), (call.Order.Term, call.TakeClusterCltab.Confirmed));
        Assert.Equal((1, Text, new ClusterCltab(1, Text).Hash), (call.TakeClusterCltab.Cltab.Version, call.TakeClusterCltab.Cltab.Text, call.TakeClusterCltab.Cltab.Hash));
    }

    [Fact]
    public async Task An_agent_that_is_too_old_to_know_it_keeps_it_from_being_set()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        var job = await master.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{Text}}"}""");
        await agent.AnswerAsync(_ => new Answer { Failure = new Failure { Code = "CALL_UNKNOWN", Text = "The agent is older than the master." } });
        var (status, result, _) = await master.EndAsync(job);
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("nothing is changed anywhere. n2: The agent is older than the master", result, StringComparison.Ordinal);
    }

    private static async Task SetAsync(MasterHost master)
    {
        var (status, result, _) = await master.EndAsync(await master.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{Text}}"}"""));
        Assert.True(status == JobStatus.Success, result);
    }
}
