using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>Real agents of nodes of the cluster vote on the master before it serves.</summary>
public sealed class MasterVoteTests : IDisposable
{
    private readonly SmallFleet _fleet = new("--vote-tries", "4", "--vote-pause", "5s");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void A_master_that_comes_back_is_elected_by_the_agents_that_it_had()
    {
        JoinBoth();
        _fleet.KillMaster();
        _fleet.StartMaster();
        Assert.Contains("Node node1 is elected master: node1 is named by node1, n", _fleet.Master.Log, StringComparison.Ordinal);
        _fleet.UntilHere("n2");
        _fleet.UntilHere("n3");
        _fleet.Master.Gnt("gnt-cluster", "getmaster").Expect(0);
    }

    [Fact]
    public void One_that_the_others_do_not_name_ends_and_says_who_was_voted_for()
    {
        var agents = JoinBoth();
        _fleet.KillMaster();
        foreach (var agent in agents)
        {
            agent.Kill9();
            var identity = Path.Combine(agent.State, "identity.json");
            File.WriteAllText(identity, File.ReadAllText(identity).Replace("\"master_node\": \"node1\"", "\"master_node\": \"node9\"", StringComparison.Ordinal));
            agent.Start();
        }
        var refused = _fleet.StartRefused().Expect(1);
        Assert.Contains("Node node1 lost the vote", refused.Error, StringComparison.Ordinal);
        Assert.Contains("node9 is named by n2, n3", refused.Error, StringComparison.Ordinal);
        _fleet.StartMaster("--no-voting", "--yes-do-it");
        _fleet.UntilHere("n2");
    }

    [Fact]
    public void One_that_nobody_answers_ends_after_so_many_times()
    {
        foreach (var agent in JoinBoth())
            agent.Kill9();
        _fleet.KillMaster();
        var refused = _fleet.StartRefused().Expect(1);
        Assert.Contains("has no majority after 4 times 5 s", refused.Error, StringComparison.Ordinal);
        Assert.Contains("no answer of n2, n3", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Nodes that never joined by an agent have no vote on the master: n4", refused.Error, StringComparison.Ordinal);
        _fleet.StartMaster("--no-voting", "--yes-do-it");
    }

    private List<AgentProcess> JoinBoth()
    {
        List<AgentProcess> agents = [_fleet.Join("n2"), _fleet.Join("n3")];
        foreach (var (name, place) in new[] { "n2", "n3", "n4" }.Select((name, place) => (name, place)))
            _fleet.Master.Drover("submit", "node-add", $"node_name={name}", $"primary_ip=198.51.100.{place + 2}").Expect(0);
        return agents;
    }
}
