using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>A master and two agents on machines of their own, on a network that delays, loses and is cut: each job that was acknowledged ends once, and each process is there once.</summary>
public sealed class BadNetworkTests : IDisposable
{
    private static readonly string[] s_cltab = ["web:a:1,2:respawn:NAP 1000", "web:b:1:respawn:NAP 1001", "web:c:2:respawn:NAP 1002"];

    private readonly MachineNetwork? _network = TwoMachines.Problem is null ? new MachineNetwork("n1", "n2", "n3") : null;
    private SmallFleet? _fleet;

    public void Dispose()
    {
        _fleet?.Dispose();
        _network?.Dispose();
    }

    [Fact]
    public void What_was_acknowledged_is_done_once_over_delay_loss_and_cuts_of_both_ways()
    {
        Assert.SkipWhen(_network is null, TwoMachines.Problem ?? "");
        var fleet = _fleet = new SmallFleet("n1", $"{_network.AddressOf("n1")}:7480", _network.On, "--agent-patience", "2m");
        var (n2, n3) = (fleet.Join("n2", s_cltab), fleet.Join("n3", s_cltab));
        foreach (var agent in (AgentProcess[])[n2, n3])
            fleet.Master.Drover("tell", "web", "1", "--node", agent.Name).Expect(0);
        AssertRun(n2, "1000", "1001");

        // A command that runs when the line is cut, and ends before it is there again; an order that is on its way then; one of which nobody knows yet that it cannot come.
        List<string> jobs = [Begin("exec", "n2", "--detach", "--", "sh", "-c", $"echo ran >> {n2.At("ran")}; sleep 2")];
        fleet.Until(() => File.Exists(n2.At("ran")), () => "the command does not begin");
        jobs.Add(Begin("tell", "web", "2", "--node", "n2", "--detach"));
        _network.Cut("n2");
        jobs.Add(Begin("exec", "n2", "--detach", "--", "sh", "-c", $"echo late >> {n2.At("ran")}"));
        fleet.UntilAway("n2");
        var away = Row("n2");
        Assert.Equal("away", away[1]);
        Assert.NotEqual("-", away[2]);

        // The rest of the fleet works, and so do the services of the node that is cut off.
        fleet.Master.Drover("tell", "web", "2", "--node", "n3").Expect(0);
        AssertRun(n3, "1000", "1002");
        Assert.Contains("1000", n2.Running());
        Assert.DoesNotContain(n2.Running().CountBy(nap => nap), nap => nap.Value > 1);

        _network.Heal("n2");
        fleet.UntilHere("n2");
        Assert.Equal(["here"], Row("n2")[1..2]);
        foreach (var job in jobs)
            fleet.Master.Drover("wait", job).Expect(0);
        AssertRun(n2, "1000", "1002");
        Assert.Equal(["late", "ran"], File.ReadAllLines(n2.At("ran")).Order(StringComparer.Ordinal));
        AssertRun(n3, "1000", "1002");
        var statuses = fleet.Master.Drover("get", "jobs", "-o", "csv", "-c", "id,status", "--no-headers").Expect(0).Lines.ToDictionary(line => line.Split(',')[0], line => line.Split(',')[1], StringComparer.Ordinal);
        Assert.All(jobs, job => Assert.Equal("success", statuses[job]));
        fleet.Master.Drover("audit", "verify", "--replay").Expect(0);
        TestContext.Current.TestOutputHelper?.WriteLine(_network.Losses);
    }

    private string Begin(params string[] arguments) => _fleet!.Master.Drover(arguments).Expect(0).Output.Trim();

    /// <summary>A row of the table of nodes: name, state, since.</summary>
    private string[] Row(string node) => _fleet!.Master.Drover("get", "nodes", "-o", "csv", "-c", "name,state,since", "--no-headers").Expect(0).Lines.Select(line => line.Split(',')).Single(cells => cells[0] == node);

    private void AssertRun(AgentProcess agent, params string[] naps) => _fleet!.Until(() => agent.Running().SequenceEqual(naps), () => $"{agent.Name} runs {string.Join(' ', agent.Running())}");
}
