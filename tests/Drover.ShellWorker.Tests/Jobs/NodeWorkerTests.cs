using Drover.Lab.TestJobs;
using Drover.Nodes.TestJobs;
using Drover.Tests.Shared;

namespace Drover.ShellWorker.Tests.Jobs;

/// <summary>Test jobs on a node: real processes behind a connection that breaks.</summary>
public sealed class NodeWorkerTests
{
    private const string Type = "shell-remote";

    [Fact]
    public async Task A_job_runs_on_the_node_with_its_cases_in_order()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddNodeAsync();
        var id = await host.SubmitAsync("echo hello\nlava-test-case a --result pass\nlava-test-case b --shell false", type: Type);
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(["lava.validate pass", "0_s.a pass", "0_s.b fail", "lava.0_s pass", "lava.lava-test-shell pass", "lava.job pass"], host.Cases(id));
        Assert.Contains("hello", host.Output(id));
        Assert.Equal([new StepKey(id, 0)], host.Node.Started);
        await Soon.HoldsAsync(() => !Directory.Exists(Path.Combine(host.NodeNotes, $"{id}")));
        Assert.Contains("Worker web2 runs shell devices on its node, as " + (Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName), host.Said.Of("drover.worker"));
        Assert.Contains("'web2' is the worker of the agent on node web2", host.Lab.Assignments.Hearing.WhyReserved("web2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_lost_again_and_again_costs_no_line_and_starts_no_step_twice()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddNodeAsync();
        using var gate = new Gate();
        host.Node.LosesStart = true;
        var id = await host.SubmitAsync($"for i in $(seq 1 200); do echo line $i; if [ $((i % 50)) = 0 ]; then while [ ! -e {gate.Of("$i")} ]; do sleep 0.02; done; fi; done\nexit 5", type: Type);
        await Soon.HoldsAsync(() => !host.Node.Presence.IsHere);
        host.Node.Connect();
        for (var line = 50; line <= 200; line += 50)
        {
            await Soon.HoldsAsync(() => host.Output(id).Contains($"line {line}"));
            host.Node.Cut();
            gate.Open($"{line}");
            if (line == 100)
                await host.Node.RestartAsync();
            else if (line == 150)
                await host.RestartAsync(host.Node.Connect);
            else
                host.Node.Connect();
        }
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(id)).Health);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"line {i}"), host.Output(id).Where(line => line.StartsWith("line", StringComparison.Ordinal)));
        Assert.Equal(["lava.validate pass", "lava.0_s fail", "lava.lava-test-shell pass", "lava.job pass"], host.Cases(id));
        Assert.Contains(host.Lines(id, "results"), line => line.Find("msg") is Yaml.YamlMap result && result.Find("exit")?.AsText() == "exit 5");
        Assert.Equal([new StepKey(id, 0)], host.Node.Started);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_while_its_node_is_away_ends_and_its_steps_end_when_the_node_is_back()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddNodeAsync();
        var id = await host.SubmitAsync("echo $$\nsleep 1000", type: Type);
        await Soon.HoldsAsync(() => host.Output(id).Count > 0);
        var pid = host.Output(id)[0];
        host.Node.Cut();
        await Soon.HoldsAsync(() => host.Lab.Assignments.Find(id)?.Holdup == "node web2 is away: the test has cut it");
        await host.CancelAsync(id);
        Assert.Equal(TestJobHealth.Canceled, (await host.EndAsync(id)).Health);
        Assert.Equal(["lava.validate pass", "lava.0_s fail", "lava.lava-test-shell fail", "lava.job fail"], host.Cases(id));
        Assert.True(BuiltInWorkerTests.Lives(pid));
        // What comes next on the device begins when nothing of the first one runs any more.
        var next = await host.SubmitAsync($"if [ -e /proc/{pid} ] && ! grep -q State:.Z /proc/{pid}/status; then echo lives; else echo gone; fi", type: Type);
        host.Node.Connect();
        Assert.Equal(TestJobHealth.Complete, (await host.EndAsync(next)).Health);
        Assert.Equal(["gone"], host.Output(next));
        Assert.False(BuiltInWorkerTests.Lives(pid));
    }

    [Fact]
    public async Task Time_outs_count_on_while_the_node_is_away_also_for_a_master_that_has_never_seen_it()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddNodeAsync();
        var id = await host.SubmitAsync("echo $$\nsleep 1000", timeout: "seconds: 3", type: Type);
        await Soon.HoldsAsync(() => host.Output(id).Count > 0);
        await host.RestartAsync(host.Node.Cut);
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Incomplete, "Job", "The job has timed out after 3.00 seconds"), (end.Health, end.ErrorType, end.Comment));
        host.Node.Connect();
        await Soon.HoldsAsync(() => !BuiltInWorkerTests.Lives(host.Output(id)[0]));
    }

    [Fact]
    public async Task A_node_that_comes_back_with_another_boot_has_lost_the_steps()
    {
        await using var host = await WorkerHost.StartAsync();
        await host.AddNodeAsync();
        var id = await host.SubmitTextAsync("""
            job_name: a
            device_type: shell-remote
            visibility: public
            timeouts: {job: {minutes: 5}}
            actions:
            - test:
                definitions:
                - {from: inline, name: a, path: a, repository: {run: {steps: [echo begun, sleep 2]}}}
                - {from: inline, name: b, path: b, repository: {run: {steps: [echo never]}}}
            """);
        await Soon.HoldsAsync(() => host.Output(id).Contains("begun"));
        host.Node.Cut();
        host.Node.Boot = "another";
        host.Node.Connect();
        var end = await host.EndAsync(id);
        Assert.Equal((TestJobHealth.Incomplete, "Infrastructure"), (end.Health, end.ErrorType));
        Assert.DoesNotContain("never", host.Output(id));
    }

    [Fact]
    public async Task Steps_of_a_job_that_this_master_has_not_begun_are_ended_when_the_node_comes()
    {
        await using var host = await WorkerHost.StartAsync();
        host.Node.Connect();
        var token = TestContext.Current.CancellationToken;
        await Soon.HoldsAsync(() => host.Said.Of("drover.worker").Any(line => line.StartsWith("Worker web2 runs", StringComparison.Ordinal)));
        var foreign = new StepKey(1_000, 0);
        Assert.Null(await host.Node.PrepareAsync(1, foreign.Job, token));
        Assert.Null(await host.Node.StartAsync(1, foreign, new StepSpec("0_s", ["sleep 1000"], [], [], new StepLimits(100, 0, 1 << 20)), token));
        Assert.True((await host.Node.LookAsync(foreign, TimeSpan.Zero, token)).Runs);
        host.Node.Cut();
        host.Node.Connect();
        await Soon.HoldsAsync(() => host.Said.Of("drover.worker").Contains("What is left of test job 1000, which is over, is ended"));
        Assert.False((await host.Node.LookAsync(foreign, TimeSpan.Zero, token)).IsKnown);
    }

    private sealed class Gate : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("drs-gate-").FullName;

        public Gate() => File.SetUnixFileMode(_directory, (UnixFileMode)0b111_101_101);

        public string Of(string name) => $"{_directory}/{name}";

        public void Open(string name) => File.WriteAllText(Of(name), "");

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
