using System.Diagnostics;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>The worker in the daemon runs test jobs on a shell device.</summary>
public sealed partial class BuiltInWorkerTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private Daemon _daemon;

    public BuiltInWorkerTests()
    {
        _daemon = Daemon.Start(_sandbox);
        Drover("submit", "device-type-add", "name=shell");
        Drover("submit", "device-add", "name=box", "device_type=shell", $"worker={Sandbox.NodeName}", "health=good");
    }

    public void Dispose()
    {
        _daemon.Dispose();
        // What a failing test has left behind ends when its gate is open.
        File.WriteAllText(Gate, "");
        _sandbox.Dispose();
    }

    private string Gate => _sandbox.At("gate");

    /// <summary>A step that waits for the gate, but not for ever.</summary>
    private string Wait => $"for i in $(seq 600); do [ -e {Gate} ] && break; sleep 0.1; done";

    [Fact]
    public void A_job_runs_with_nothing_else_installed_and_leaves_log_and_results()
    {
        Assert.Contains("Online", Drover("get", "workers").Row(Sandbox.NodeName));
        var job = Submit("echo hello", "lava-test-case speed --result pass --measurement 3.5 --units MB/s", "lava-test-case disk --shell false");
        Assert.Contains("\"health\":\"complete\"", job.All, StringComparison.Ordinal);
        Assert.Equal(["lava validate pass", "0_smoke speed pass 3.5 MB/s", "0_smoke disk fail", "lava 0_smoke pass", "lava lava-test-shell pass", "lava job pass"], Results());
        Assert.Contains("hello", Output(LastJob()));
    }

    [Fact]
    public void A_definition_that_fails_is_a_case_that_fails()
    {
        Assert.Contains("\"health\":\"complete\"", Submit("exit 4", "echo never").All, StringComparison.Ordinal);
        Assert.Equal(["lava validate pass", "lava 0_smoke fail", "lava lava-test-shell pass", "lava job pass"], Results());
        Assert.DoesNotContain("never", Output(LastJob()));
    }

    [Fact]
    public void A_job_that_takes_too_long_is_ended()
    {
        var failed = Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "submit", "test-job-run", $"definition={Definition("seconds: 1", Wait)}"]);
        Assert.Contains("The job has timed out after 1.00 seconds", failed.All, StringComparison.Ordinal);
        Assert.Contains("Incomplete", Drover("get", "test-jobs").Row(LastJob()));
    }

    [Fact]
    public void A_second_job_waits_for_the_device_and_the_first_one_can_be_cancelled()
    {
        var first = Begin(Wait);
        UntilOutput(first, "ready");
        var second = Begin("echo second");
        Assert.Contains("box", Drover("why", second).All, StringComparison.Ordinal);
        Drover("cancel", first);
        WaitFor(first);
        WaitFor(second);
        Assert.Contains("Canceled", Drover("get", "test-jobs").Row(first));
        Assert.Contains("Complete", Drover("get", "test-jobs").Row(second));
        Assert.Contains("second", Output(second));
    }

    [Fact]
    public void Steps_go_on_while_the_daemon_is_killed_and_every_line_comes_once()
    {
        // It writes all the time, so that the kills fall amid lines and notes.
        var id = Begin("set +x", $"i=0; while [ ! -e {Gate} ] && [ $i -lt 90000 ]; do i=$((i+1)); echo line $i; if [ $((i % 10)) = 0 ]; then sleep 0.01; fi; done; lava-test-case end --result pass");
        UntilOutput(id, "line 100");
        for (var round = 0; round < 4; round++)
        {
            _daemon.Kill9();
            _daemon.Dispose();
            _daemon = Daemon.Start(_sandbox);
            var seen = Output(id).Count(line => line.StartsWith("line ", StringComparison.Ordinal));
            Until(() => Output(id).Count > seen + 20, $"no line came after restart {round}");
        }
        _daemon.Kill9();
        _daemon.Dispose();
        File.WriteAllText(Gate, "");
        _daemon = Daemon.Start(_sandbox);
        WaitFor(id);
        Assert.Contains("Complete", Drover("get", "test-jobs").Row(id));
        var lines = Output(id).Where(line => line.StartsWith("line ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(i => $"line {i}"), lines);
        Assert.InRange(lines.Count, 100, 100_000);
        Assert.Equal(["lava validate pass", "0_smoke end pass", "lava 0_smoke pass", "lava lava-test-shell pass", "lava job pass"], Results());
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_sandbox.State, "lab-worker")));
    }

    [Fact]
    public void An_orderly_stop_leaves_the_steps_at_work()
    {
        var id = Begin(Wait);
        UntilOutput(id, "ready");
        _daemon.Signal(Signals.Terminate);
        _daemon.Signal(Signals.Terminate);
        _daemon.WaitForEnd();
        _daemon.Dispose();
        File.WriteAllText(Gate, "");
        _daemon = Daemon.Start(_sandbox);
        WaitFor(id);
        Assert.Contains("Complete", Drover("get", "test-jobs").Row(id));
    }

    [Fact]
    public void A_worker_that_comes_by_its_name_is_refused_and_touches_nothing_of_its_jobs()
    {
        _daemon.StopCleanly();
        _daemon.Dispose();
        _daemon = Daemon.Start(_sandbox, "--lava-master", "tcp://127.0.0.1:*", "--lava-logs", "tcp://127.0.0.1:*", "--lava-register", "yes");
        var id = Begin(Wait);
        UntilOutput(id, "ready");
        using var stranger = Command.Begin("/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "python/worker.py"), Sandbox.NodeName, Endpoint("workers are served"), Endpoint("jobs are taken"), $"meddle={id}"]);
        try
        {
            Until(() => _daemon.Log.Contains($"Worker {Sandbox.NodeName} is refused: '{Sandbox.NodeName}' is the worker in the daemon. Start this one by another name", StringComparison.Ordinal), "nobody is refused");
            Until(() => _daemon.Log.Contains($"log lines of test job {id} were dropped: the worker in the daemon runs it", StringComparison.Ordinal), "no line is dropped");
            Assert.Contains("Running", Drover("get", "test-jobs").Row(id));
            File.WriteAllText(Gate, "");
            WaitFor(id);
            Assert.Contains("Complete", Drover("get", "test-jobs").Row(id));
            Assert.DoesNotContain("a stranger was here", Output(id));
            Assert.Equal(["lava validate pass", "lava 0_smoke pass", "lava lava-test-shell pass", "lava job pass"], Results());
        }
        finally
        {
            stranger.Kill();
        }
        Assert.Equal("", stranger.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void None_switches_it_off()
    {
        _daemon.StopCleanly();
        _daemon.Dispose();
        _daemon = Daemon.Start(_sandbox, "--lab-worker", "none");
        var refused = Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "submit", "device-add", "name=other", "device_type=shell", "worker=elsewhere"]);
        Assert.Contains("elsewhere", refused.All, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_sandbox.Run, "lab-worker")));
    }

    private static string Definition(string timeout, params string[] steps) => ShellJob.Definition(timeout, steps);

    private Finished Submit(params string[] steps) => Drover("submit", "test-job-run", $"definition={Definition("minutes: 5", steps)}");

    private string Begin(params string[] steps) => Drover("submit", "-d", "test-job-run", $"definition={Definition("minutes: 5", ["echo ready", .. steps])}").Lines.Single();

    private Finished Drover(params string[] arguments) => Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, .. arguments]).Expect(0);

    private void WaitFor(string id) => Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "wait", id]);

    private string LastJob() => Drover("get", "test-jobs", "-o", "csv", "-c", "id").Lines.Skip(1).OrderBy(id => int.Parse(id)).Last();

    private List<string> Results() =>
        [.. Drover("get", "results", "-o", "csv", "-c", "suite,case,result,measurement,units").Lines.Skip(1).Select(line => LavaDuration().Replace(line.Replace(',', ' ').TrimEnd(' ', '-'), ""))];

    private List<string> Output(string id) => ShellJob.Output(_daemon.Http, id);

    private string Endpoint(string what) => Regex.Match(_daemon.Log, $@"{what} on (?<endpoint>tcp://\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["endpoint"].Value;

    private void UntilOutput(string id, string line) => Until(() => Output(id).Contains(line), $"test job {id} does not say {line}");

    private void Until(Func<bool> holds, string otherwise)
    {
        var since = Stopwatch.GetTimestamp();
        while (!holds())
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"{otherwise}\n{_daemon.Log}");
    }

    // How long a step of the job took is not the same twice.
    [GeneratedRegex(@"(?<=^lava .*) [0-9.]+ seconds$", RegexOptions.None, 1_000)]
    private static partial Regex LavaDuration();
}
