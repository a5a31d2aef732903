using Drover.Fleet.Election;
using Drover.Fleet.Tests.Hosts;
using Drover.NodeAgent.Identity;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Grpc.Core;

namespace Drover.Fleet.Tests.Election;

/// <summary>The nodes vote on the master when their agents come, over TLS.</summary>
public sealed class MasterElectionTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_node_that_more_than_half_name_is_elected_and_agents_come_again_afterwards()
    {
        await using var master = await MasterHost.StartAsync();
        var (n2, _) = (await master.JoinAsync("n2"), await master.JoinAsync("n3"));
        var election = master.Election(7, "n2", "n3");
        var vote = election.HoldAsync(MasterHost.Token);
        using var agent = await VoteAsync(master, election, n2, "n1", term: 7);
        await vote.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token);
        await master.LineAsync(2443, "n1 is named by n1, n2; no answer of n3");
        await agent.EndAsync();
    }

    [Fact]
    public async Task One_that_is_not_is_told_who_was_voted_for()
    {
        await using var master = await MasterHost.StartAsync();
        var (n2, n3) = (await master.JoinAsync("n2"), await master.JoinAsync("n3"));
        var election = master.Election(7, "n2", "n3");
        var vote = election.HoldAsync(MasterHost.Token);
        using var first = await VoteAsync(master, election, n2, "n9", term: 7);
        using var second = await VoteAsync(master, election, n3, "n1", term: 8);
        var error = await Assert.ThrowsAsync<DroverException>(() => vote.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
        Assert.Equal("MASTER_NOT_ELECTED", error.Code);
        Assert.Contains("Node n1 lost the vote, and more than half of 3 nodes must name it", error.Message, StringComparison.Ordinal);
        Assert.Contains("n9 is named by n2", error.Message, StringComparison.Ordinal);
        Assert.Contains("a later master than this state knows (n1, term 8 after 7) is named by n3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_majority_it_gives_up_after_six_times_ten_seconds_and_names_who_did_not_answer()
    {
        await using var master = await MasterHost.StartAsync();
        await master.JoinAsync("n2");
        await master.JoinAsync("n3");
        var election = master.Election(7, "n2", "n3", "n4");
        Assert.Equal(TimeSpan.FromSeconds(60), election.Longest);
        var vote = election.HoldAsync(MasterHost.Token);
        for (var turn = 1; turn <= 6; turn++)
        {
            Assert.False(vote.IsCompleted);
            await master.TimerAsync(s_pause);
            master.Clock.Advance(s_pause);
            if (turn < 6)
                await master.LineAsync(2442, $"({turn} of 6): n1 is named by n1; no answer of n2, n3");
        }
        var error = await Assert.ThrowsAsync<DroverException>(() => vote.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
        Assert.Contains("has no majority after 6 times 10 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("no answer of n2, n3", error.Message, StringComparison.Ordinal);
        await master.LineAsync(2444, "n4");
    }

    [Fact]
    public async Task Who_was_never_told_and_who_cannot_vote_yet_are_named_and_count_no_more()
    {
        await using var master = await MasterHost.StartAsync();
        var (n2, n3) = (await master.JoinAsync("n2"), await master.JoinAsync("n3"));
        var election = master.Election(7, "n2", "n3");
        var vote = election.HoldAsync(MasterHost.Token);
        using var old = RawAgent.Dial(master, n2, (await election.Address).ToString());
        await old.SendAsync(new AgentMessage { Hello = RawAgent.Hello() });
        Assert.Equal(StatusCode.Unavailable, (await old.RefusalAsync()).StatusCode);
        await master.LineAsync(2445, "n2");
        Assert.False(vote.IsCompleted);
        using var fresh = await VoteAsync(master, election, n3, "", term: 0);
        await vote.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token);
        await master.LineAsync(2445, "n3");
    }

    [Fact]
    public async Task A_machine_that_is_no_node_of_the_cluster_has_no_vote_and_one_with_a_certificate_of_before_none_either()
    {
        await using var master = await MasterHost.StartAsync();
        var (n2, n3, replaced) = (await master.JoinAsync("n2"), await master.JoinAsync("n3"), await master.JoinAsync("n4"));
        await master.JoinAsync("n4", again: true);
        var election = master.Election(7, "n2", "n4");
        using var stop = new CancellationTokenSource();
        var vote = election.HoldAsync(stop.Token);
        using var stranger = await VoteAsync(master, election, n3, "n9", term: 7);
        using var before = RawAgent.Dial(master, replaced, (await election.Address).ToString());
        await before.SendAsync(new AgentMessage { Hello = RawAgent.Hello() });
        Assert.Equal(StatusCode.Unavailable, (await before.RefusalAsync()).StatusCode);
        Assert.False(vote.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vote.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
        Assert.DoesNotContain(master.Log.Lines, line => line.Id == 2441);
    }

    [Fact]
    public async Task An_agent_names_the_master_that_it_had_last()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        await using (var agent = new AgentHost(identity, master.Directory))
        {
            await master.SessionAsync("n2");
            await Drover.Tests.Shared.Soon.HoldsAsync(() => identity.Master == "n1");
        }
        Assert.Equal("n1", AgentIdentity.Read(Path.GetDirectoryName(Directory.GetFiles(master.Directory, "identity.json", SearchOption.AllDirectories).Single())!).Master);
        var election = master.Election(identity.Term, "n2");
        var vote = election.HoldAsync(MasterHost.Token);
        identity.Learn((await election.Address).ToString(), [], identity.Term);
        await using var again = new AgentHost(identity, master.Directory);
        await vote.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token);
        await again.LineAsync(2540, "this one names n1");
    }

    [Theory]
    // Nodes of the cluster, agents that joined; who votes, who has no vote.
    [InlineData("n1", "", "", "")]
    [InlineData("n1,n2,n3", "n2", "n2", "n3")]
    [InlineData("n1,n2.example.com", "n2,n3", "n2", "")]
    [InlineData("n1,n2.example.com,n2.example.org", "n2", "", "n2.example.com,n2.example.org")]
    public void Nodes_of_the_cluster_vote_by_their_agents(string nodes, string agents, string voters, string without)
    {
        var electorate = Electorate.Of("n1", 1, nodes.Split(','),
            agents.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new Agents.FleetAgent { Node = name, Joined = new Timestamp(1) }).Append(new Agents.FleetAgent { Node = "n3" }));
        Assert.Equal((voters, without), (string.Join(',', electorate.Voters), string.Join(',', electorate.WithoutVote)));
    }

    private static async Task<RawAgent> VoteAsync(MasterHost master, MasterElection election, AgentIdentity identity, string choice, long term)
    {
        var agent = RawAgent.Dial(master, identity, (await election.Address.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token)).ToString());
        var hello = RawAgent.Hello();
        hello.NewestTerm = term;
        hello.Capabilities.Add(Capabilities.Vote);
        await agent.SendAsync(new AgentMessage { Hello = hello });
        Assert.NotNull((await agent.ReadAsync()).AskVote);
        await agent.SendAsync(new AgentMessage { Vote = new Vote { Master = choice } });
        return agent;
    }
}
