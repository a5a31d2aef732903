using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>Real agents of a real master: they join, run services, and lose nothing when one of both is away.</summary>
public sealed class FleetTests : IDisposable
{
    private readonly SmallFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void A_machine_joins_by_the_printed_command_and_is_told_and_seen_as_the_own_one_is()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:NAP 1000", "web:b:1,2:respawn:NAP 1001");
        var told = Drover("tell", "web", "1", "--node", "n2").Expect(0);
        Assert.Contains("group web: DONE at level 1", told.All, StringComparison.Ordinal);
        Assert.Equal(2, agent.Naps().Count);
        var pids = Drover("get", "processes", "-c", "node,name,pid,state", "--no-headers", "-o", "csv").Expect(0).Lines.Select(line => line.Split(',')).ToList();
        Assert.Equal([("n2", "web/a", "UP"), ("n2", "web/b", "UP")], pids.Select(cells => (cells[0], cells[1], cells[3])));
        Assert.Equal(agent.Naps(), pids.Select(cells => int.Parse(cells[2], null)).ToHashSet());
        Drover("tell", "web", "2", "--node", "n2").Expect(0);
        Assert.Single(agent.Naps());
        Assert.Contains("no node 'n3'", Drover("tell", "web", "1", "--node", "n3").Expect(1).All, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_nodes_are_told_in_one_job_and_a_failure_leaves_the_rest_as_it_is()
    {
        var agents = new[] { "n2", "n3", "n4" }.Select(name => _fleet.Join(name, "web:a:1:respawn:NAP 1000", $"web:t:2:test:[ {name} != n3 ]")).ToList();
        Assert.Contains("n3: group web: DONE at level 1", Drover("tell", "web", "1", "--all").Expect(0).All, StringComparison.Ordinal);
        Assert.All(agents, agent => Assert.Single(agent.Naps()));
        var failed = Drover("tell", "web", "2", "--node", "n2,n3,n4", "--at-once", "1", "--pause-on-failure").Expect(1);
        Assert.Contains("1 of 3 nodes failed, and 1 were left as they are: n3:", failed.All, StringComparison.Ordinal);
        Assert.Empty(agents[0].Naps());
        Assert.Single(agents[2].Naps());
    }

    [Fact]
    public void A_token_is_good_once_and_for_its_name_and_says_so_otherwise()
    {
        var command = Drover("add", "node", "n2").Expect(0).Output.Trim();
        using var right = new AgentProcess(_fleet.Sandbox, "n2");
        using var wrong = new AgentProcess(_fleet.Sandbox, "n3");
        Assert.Contains("The token is for node n2", wrong.Join(command.Replace("--name n2", "--name n3", StringComparison.Ordinal)).Expect(5).Error, StringComparison.Ordinal);
        right.Join(command).Expect(0);
        Assert.Contains("The token of node n2 was used already", wrong.Join(command).Expect(5).Error, StringComparison.Ordinal);
        var words = command.Split(' ');
        var other = string.Join(' ', [.. words[..3], words[3].Split('.')[0] + "." + new string('0', 64), .. words[4..]]);
        Assert.Contains("is not the master that made the token", wrong.Join(other).Expect(5).Error, StringComparison.Ordinal);
        Assert.Contains("is no node of a fleet", Command.Run(Programs.Agent, ["run", "--state", wrong.State, "--run", wrong.At("run")]).Expect(4).Error, StringComparison.Ordinal);
        Assert.Contains("has joined already", Drover("add", "node", "n2").Expect(1).All, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_go_on_while_the_agent_is_away_and_what_it_was_told_meanwhile_is_done_when_it_is_back()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:NAP 1000", "web:b:2:respawn:NAP 1001");
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        var before = agent.Naps();
        agent.Kill9();
        _fleet.UntilAway("n2");
        Assert.Equal(before, agent.Naps());
        var job = Drover("tell", "web", "2", "--node", "n2", "--detach").Expect(0).Output.Trim();
        agent.Start();
        Drover("wait", job).Expect(0);
        Assert.Single(agent.Naps());
        Assert.Empty(before.Intersect(agent.Naps()));
    }

    [Fact]
    public void A_level_change_outlives_the_master_that_ordered_it_and_nothing_runs_twice()
    {
        var agent = _fleet.Join("n2", "w:w1:1:wait:echo begun >>DIR/out; until [ -e DIR/go ]; do NAP 0.05; done; echo ended >>DIR/out", "w:w2:1:respawn:NAP 1000");
        var job = Drover("tell", "w", "1", "--node", "n2", "--detach").Expect(0).Output.Trim();
        _fleet.Until(() => File.Exists(agent.At("out")), () => "w1 has not begun");
        _fleet.KillMaster();
        File.WriteAllText(agent.At("go"), "");
        // The end is reported to nobody: it is kept.
        _fleet.Until(() => File.ReadAllText(agent.At("out")).Contains("ended", StringComparison.Ordinal), () => "w1 has not ended");
        _fleet.StartMaster();
        Drover("wait", job).Expect(0);
        Assert.Equal("begun\nended\n", File.ReadAllText(agent.At("out")));
        Assert.Equal(["1000"], agent.Running());
    }

    [Fact]
    public void An_agent_that_is_killed_in_the_middle_of_a_change_brings_it_to_its_end()
    {
        var agent = _fleet.Join("n2", "w:w1:1:wait:echo begun >>DIR/out; until [ -e DIR/go ]; do NAP 0.05; done; echo ended >>DIR/out");
        var job = Drover("tell", "w", "1", "--node", "n2", "--detach").Expect(0).Output.Trim();
        _fleet.Until(() => File.Exists(agent.At("out")), () => "w1 has not begun");
        agent.Kill9();
        File.WriteAllText(agent.At("go"), "");
        agent.Start();
        Drover("wait", job).Expect(0);
        Assert.Equal("begun\nended\n", File.ReadAllText(agent.At("out")));
    }

    [Fact]
    public void A_node_that_is_taken_out_stops_its_services_and_is_known_no_more()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:NAP 1000");
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        Assert.Contains("what ran on n2 is stopped", Drover("del", "node", "n2").Expect(0).All, StringComparison.Ordinal);
        Assert.Equal(7, agent.WaitForEnd());
        Assert.Empty(agent.Naps());
        Assert.DoesNotContain("n2", Drover("get", "agents").Expect(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("n2", Drover("get", "groups").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("is no node of a fleet", Command.Run(Programs.Agent, ["show", "--state", agent.State]).Expect(4).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_is_away_is_taken_out_all_the_same_and_stops_when_it_hears_of_it()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:NAP 1000");
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        agent.Kill9();
        _fleet.UntilAway("n2");
        Assert.Contains("n2 could not be reached to stop what runs there", Drover("del", "node", "n2").Expect(0).All, StringComparison.Ordinal);
        Assert.Single(agent.Naps());
        agent.Start();
        Assert.Equal(7, agent.WaitForEnd());
        Assert.Empty(agent.Naps());
    }

    [Fact]
    public void A_node_that_answers_no_more_is_away_and_goes_on_where_it_was_once_it_does()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:NAP 1000", "web:b:2:respawn:NAP 1001");
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        Signals.Send(agent.Id, Signals.Stop);
        try
        {
            _fleet.UntilAway("n2");
            var job = Drover("tell", "web", "2", "--node", "n2", "--detach").Expect(0).Output.Trim();
            _fleet.Until(() => Drover("why", job).All.Contains("node n2, which is away", StringComparison.Ordinal), () => Drover("why", job).All);
            Signals.Send(agent.Id, Signals.Continue);
            Drover("wait", job).Expect(0);
        }
        finally
        {
            Signals.Send(agent.Id, Signals.Continue);
        }
        _fleet.UntilHere("n2");
        Assert.Single(agent.Naps());
    }

    [Fact]
    public void A_second_agent_on_the_same_state_is_refused()
    {
        var agent = _fleet.Join("n2");
        Assert.Contains("Another agent works in", Command.Run(Programs.Agent, ["run", "--state", agent.State, "--run", agent.At("run2")]).Expect(3).Error, StringComparison.Ordinal);
    }

    private Finished Drover(params string[] arguments) => _fleet.Master.Drover(arguments);
}
