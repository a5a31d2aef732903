using Drover.Acceptance.Lab;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>An agent that takes test jobs runs those of shell devices that hang on its node.</summary>
public sealed class TestJobTests : IDisposable
{
    private readonly SmallFleet _fleet = new();
    private readonly AgentProcess _agent;

    public TestJobTests()
    {
        _agent = _fleet.Prepare("web2");
        _agent.More = ["--test-jobs"];
        _agent.Start();
        _fleet.UntilHere("web2");
        Drover("add", "worker", "web2");
        Drover("add", "device-type", "shell");
        Drover("add", "device", "box", "--type", "shell", "--worker", "web2", "--health", "good");
        _fleet.Until(() => Drover("get", "workers").Row("web2").Contains("Online"), () => "worker web2 is not online");
    }

    public void Dispose()
    {
        // What a failing test has left behind ends when its gate is open.
        File.WriteAllText(Gate, "");
        _fleet.Dispose();
    }

    private string Gate => _fleet.Sandbox.At("gate");

    /// <summary>A step that waits for the gate, but not for ever.</summary>
    private string Wait => $"for i in $(seq 600); do [ -e {Gate} ] && break; sleep 0.1; done";

    /// <summary>Writes numbered lines all the time until the gate is open, so that deaths fall amid lines.</summary>
    private string Count => $"i=0; while [ ! -e {Gate} ] && [ $i -lt 90000 ]; do i=$((i+1)); echo line $i; if [ $((i % 10)) = 0 ]; then sleep 0.01; fi; done";

    [Fact]
    public void A_job_runs_on_the_node_with_its_cases_in_order()
    {
        var id = Begin("lava-test-case speed --result pass --measurement 3.5 --units MB/s", "lava-test-case disk --shell false", "pwd");
        WaitFor(id);
        Assert.Contains("Complete", Drover("get", "test-jobs").Row(id));
        Assert.Equal(["lava validate pass", "0_smoke speed pass", "0_smoke disk fail", "lava 0_smoke pass", "lava lava-test-shell pass", "lava job pass"], Results());
        Assert.Contains($"{_agent.State}-jobs/{id}/work", Output(id));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_agent.State, "test-jobs")));
        // Nobody but the worker asks for it.
        var logs = _fleet.Master.Http.Get("/v1/logs");
        Assert.Equal(200, logs.Status);
        Assert.DoesNotContain($"test-job/{id}/", logs.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_the_death_of_the_agent_nor_that_of_the_master_amid_a_step_costs_a_line_or_starts_it_again()
    {
        var id = Begin("set +x", Count, "lava-test-case end --result pass");
        UntilOutput(id, "line 100");
        for (var round = 0; round < 3; round++)
        {
            var seen = Output(id).Count;
            _agent.Kill9();
            _fleet.UntilAway("web2");
            _fleet.Until(() => Drover("why", id).All.Contains("node web2 is away", StringComparison.Ordinal), () => Drover("why", id).All);
            _agent.Start();
            UntilMore(id, seen);
            seen = Output(id).Count;
            _fleet.KillMaster();
            _fleet.StartMaster();
            UntilMore(id, seen);
        }
        // The step ends while nobody sees it.
        _agent.Kill9();
        _fleet.KillMaster();
        File.WriteAllText(Gate, "");
        _fleet.StartMaster();
        _agent.Start();
        WaitFor(id);
        Assert.Contains("Complete", Drover("get", "test-jobs").Row(id));
        var lines = Output(id).Where(line => line.StartsWith("line ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(i => $"line {i}"), lines);
        Assert.InRange(lines.Count, 100, 100_000);
        Assert.Equal(["lava validate pass", "0_smoke end pass", "lava 0_smoke pass", "lava lava-test-shell pass", "lava job pass"], Results());
    }

    [Fact]
    public void A_job_is_cancelled_on_the_node_and_also_while_that_is_away()
    {
        var first = Begin("echo pid $$", Wait);
        UntilOutput(first, "ready");
        Drover("cancel", first);
        WaitFor(first);
        Assert.Contains("Canceled", Drover("get", "test-jobs").Row(first));
        Assert.False(Lives(Pid(first)));
        var second = Begin("echo pid $$", Wait);
        _fleet.Until(() => Output(second).Any(line => line.StartsWith("pid ", StringComparison.Ordinal)), () => "the second job does not run");
        var pid = Pid(second);
        _agent.Kill9();
        _fleet.UntilAway("web2");
        Drover("cancel", second);
        WaitFor(second);
        Assert.Contains("Canceled", Drover("get", "test-jobs").Row(second));
        Assert.True(Lives(pid));
        _agent.Start();
        _fleet.Until(() => !Lives(pid), () => "the steps of a cancelled job live on");
    }

    private Finished Drover(params string[] arguments) => _fleet.Master.Drover(arguments).Expect(0);

    private string Begin(params string[] steps) => Drover("submit", "-d", "test-job-run", $"definition={ShellJob.Definition("minutes: 5", ["echo ready", .. steps])}").Lines.Single();

    private void WaitFor(string id) => _fleet.Master.Drover("wait", id);

    private string Pid(string id) => Output(id).First(line => line.StartsWith("pid ", StringComparison.Ordinal))[4..];

    private static bool Lives(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Trim()[0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private List<string> Results() =>
        [.. Drover("get", "results", "-o", "csv", "-c", "suite,case,result", "--no-headers").Lines.Select(line => line.Replace(',', ' '))];

    private List<string> Output(string id) => ShellJob.Output(_fleet.Master.Http, id);

    private void UntilOutput(string id, string line) => _fleet.Until(() => Output(id).Contains(line), () => $"test job {id} does not say {line}");

    private void UntilMore(string id, int seen) => _fleet.Until(() => Output(id).Count > seen + 20, () => $"no line came behind {seen}");
}
