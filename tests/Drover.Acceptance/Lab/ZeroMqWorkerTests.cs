using System.Diagnostics;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>A worker of LAVA's ZeroMQ era, played with python3-zmq, runs test jobs for the daemon.</summary>
public sealed partial class ZeroMqWorkerTests : IDisposable
{
    private const string Definition = "job_name: hello\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n";

    private readonly Sandbox _sandbox = new();
    private readonly List<Process> _workers = [];
    private Daemon _daemon;
    private string[] _endpoints;

    public ZeroMqWorkerTests()
    {
        _daemon = Daemon.Start(_sandbox, Arguments("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"));
        _endpoints = [Endpoint(WorkersAt()), Endpoint(LogsAt())];
        Drover("submit", "device-type-add", "name=qemu");
        Drover("submit", "worker-add", "name=w1");
        Drover("submit", "device-add", "name=b1", "device_type=qemu", "worker=w1", "health=good");
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Kill();
            worker.WaitForExit();
            worker.Dispose();
        }
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void A_job_runs_and_leaves_log_and_results()
    {
        Worker();
        var job = Drover("submit", "test-job-run", $"definition={Definition}");
        Assert.Contains("\"health\":\"complete\"", job.All, StringComparison.Ordinal);
        Assert.Equal(["0_smoke boot pass 3.5 s", "0_smoke net fail", "lava job pass"],
            Drover("get", "results", "-o", "csv", "-c", "suite,case,result,measurement,units").Lines.Skip(1).Select(line => line.Replace(',', ' ').TrimEnd(' ', '-')));
        var id = Drover("get", "test-jobs", "-o", "csv", "-c", "id").Lines[1];
        var log = _daemon.Http.Get($"/v1/logs/test-job%2F{id}").Body;
        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"line {n} of {id}"), LogLine().Matches(log).Select(match => match.Groups["text"].Value));
        Assert.Contains("Good", Drover("get", "devices").Row("b1"));
    }

    [Fact]
    public void A_worker_that_crashes_leaves_an_incomplete_job()
    {
        Worker("crash");
        var failed = Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "submit", "test-job-run", $"definition={Definition}"]);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("The test job is incomplete: it fell", failed.All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_is_cancelled_ends_when_its_worker_has_ended_it()
    {
        Worker("slow");
        var id = Drover("submit", "-d", "test-job-run", $"definition={Definition}").Lines.Single();
        UntilRunning(id);
        Drover("cancel", id);
        Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "wait", id]);
        Assert.Contains("Canceled", Drover("get", "test-jobs").Row(id));
    }

    [Fact]
    public void A_job_goes_on_while_the_daemon_is_killed_and_its_end_comes_once()
    {
        Worker("slow");
        var id = Drover("submit", "-d", "test-job-run", $"definition={Definition}").Lines.Single();
        UntilRunning(id);
        _daemon.Kill9();
        _daemon.Dispose();
        _daemon = Daemon.Start(_sandbox, Arguments(_endpoints[0], _endpoints[1]));
        Assert.Contains("b1", Drover("get", "test-jobs").Row(id));
        Drover("cancel", id);
        Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "wait", id]);
        Assert.Contains("Canceled", Drover("get", "test-jobs").Row(id));
    }

    [Fact]
    public void A_log_without_verdict_ends_the_job_after_a_while()
    {
        Worker("silent-logs");
        var failed = Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "submit", "test-job-run", $"definition={Definition}"]);
        Assert.Contains("no verdict came in the log", failed.All, StringComparison.Ordinal);
    }

    private static string[] Arguments(string master, string logs) => ["--lava-master", master, "--lava-logs", logs, "--lava-verdict-time", "2s", "--lava-resend-time", "1s"];

    private void Worker(string manner = "")
    {
        _workers.Add(Command.Begin("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "python/worker.py"), "w1", _endpoints[0], _endpoints[1], manner]));
    }

    private Finished Drover(params string[] arguments) => Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, .. arguments]).Expect(0);

    private void UntilRunning(string id)
    {
        var since = Stopwatch.GetTimestamp();
        while (!Drover("get", "test-jobs").Row(id).Contains("Running"))
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"test job {id} does not run");
    }

    private string Endpoint(Regex line) => line.Match(_daemon.Log) is { Success: true } match ? match.Groups["endpoint"].Value : throw new InvalidOperationException(_daemon.Log);

    [GeneratedRegex(@"LAVA's workers are served on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex WorkersAt();

    [GeneratedRegex(@"Log lines of LAVA's jobs are taken on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LogsAt();

    [GeneratedRegex(@"""target"", ""msg"": ""(?<text>[^""]*)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LogLine();
}
