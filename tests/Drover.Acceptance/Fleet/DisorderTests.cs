using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Fleet;

/// <summary>Masters and agents are killed and stopped at random while services are told levels: every job that was accepted ends, and nothing runs twice.</summary>
public sealed class DisorderTests : IDisposable
{
    private const int Seed = 20261129;
    private static readonly int s_rounds = TestScale.Of(12);

    private readonly SmallFleet _fleet = new("--agent-patience", "2m");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void Whatever_dies_accepted_jobs_end_and_each_service_runs_once()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var agents = new[] { "n2", "n3" }.Select(name => _fleet.Join(name, "web:a:1,2:respawn:NAP 1000", "web:b:1:respawn:NAP 1001", "web:c:2:respawn:NAP 1002")).ToArray();
        var (jobs, levels) = (new List<string>(), new string[agents.Length]);
        for (var round = 0; round < s_rounds; round++)
        {
            var which = random.Next(agents.Length);
            var (agent, level) = (agents[which], random.Next(2) == 0 ? "1" : "2");
            var told = _fleet.Master.Drover("tell", "web", level, "--node", agent.Name, "--detach").Expect(0);
            jobs.Add(told.Output.Trim());
            levels[which] = level;
            switch (random.Next(5))
            {
                case 0:
                    _fleet.KillMaster();
                    _fleet.StartMaster();
                    break;
                case 1:
                    agent.Kill9();
                    agent.Start();
                    break;
                case 2:
                    agent.Kill9();
                    _fleet.KillMaster();
                    agent.Start();
                    _fleet.StartMaster();
                    break;
                case 3:
                    Signals.Send(agent.Id, Signals.Stop);
                    _fleet.UntilAway(agent.Name);
                    Signals.Send(agent.Id, Signals.Continue);
                    break;
                default:
                    break;
            }
            foreach (var each in agents)
                AssertNothingRunsTwice(each);
        }
        // A later tell of the same group replaces the one before it.
        foreach (var job in jobs)
            Assert.True(_fleet.Master.Drover("wait", job).ExitCode is 0 or 4, $"{_fleet.Master.Drover("show", job)}{_fleet.Master.Drover("logs", job)}{string.Join('\n', agents.Select(agent => agent.Log))}");
        for (var i = 0; i < agents.Length; i++)
            if (levels[i] is { } level)
            {
                var expected = new[] { "1000", level == "1" ? "1001" : "1002" };
                _fleet.Until(() => agents[i].Running().SequenceEqual(expected), () => $"{agents[i].Name} runs {string.Join(' ', agents[i].Running())} at level {level}");
            }
        var statuses = _fleet.Master.Drover("get", "jobs", "-o", "csv", "-c", "id,status", "--no-headers").Expect(0).Lines.ToDictionary(line => line.Split(',')[0], line => line.Split(',')[1]);
        Assert.All(jobs, job => Assert.Contains(statuses[job], new[] { "success", "canceled" }));
        _fleet.Master.Drover("audit", "verify", "--replay").Expect(0);
    }

    private static void AssertNothingRunsTwice(AgentProcess agent)
    {
        var running = agent.Running();
        Assert.True(running.Distinct(StringComparer.Ordinal).Count() == running.Count, $"{agent.Name} runs {string.Join(' ', running)}\n{agent.Log}");
    }
}
