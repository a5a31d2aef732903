using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>The sockets of LAVA's ZeroMQ era beside those of workers: events for unmodified subscribers, IPv6, and what a full disk does to starts.</summary>
public sealed partial class LavaSocketTests : IDisposable
{
    private const string Definition = "job_name: hello\ndevice_type: qemu\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n";

    private readonly Sandbox _sandbox = new();
    private readonly List<Process> _programs = [];
    private Daemon? _daemon;

    public void Dispose()
    {
        foreach (var program in _programs)
        {
            program.Kill();
            program.WaitForExit();
            program.Dispose();
        }
        _daemon?.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void Subscribers_hear_a_test_job_from_its_submit_to_its_end()
    {
        Start("tcp://127.0.0.1:*", "--lava-events", "tcp://127.0.0.1:*");
        AddDevice();
        var heard = Subscriber(EventsAt());
        UntilHeard(heard);
        Worker("events");
        var id = Drover("submit", "-d", "test-job-run", $"definition={Definition}").Lines.Single();
        Drover("wait", id);
        Until(() => heard.Any(line => line.Contains("\"Finished\"", StringComparison.Ordinal)), () => string.Join('\n', heard));
        var events = heard.Select(line => EventLine().Match(line)).Where(match => match.Groups["json"].Value.Contains($"\"job\": {id}", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["testjob Submitted", "testjob Scheduled", "device Running", "testjob Running", "device Idle", "testjob Finished"],
            events.Where(match => match.Groups["topic"].Value != "event").Select(match => $"{match.Groups["topic"].Value} {State().Match(match.Groups["json"].Value).Groups[1].Value}"));
        Assert.Contains(heard, line => line.StartsWith("org.lavasoftware.device lavaserver", StringComparison.Ordinal) && line.Contains("\"Reserved\"", StringComparison.Ordinal));
        Assert.Contains("\"message\": \"the board is warm\"", Assert.Single(events, match => match.Groups["topic"].Value == "event").Groups["json"].Value, StringComparison.Ordinal);
        Assert.Contains("\"health\": \"Complete\"", events[^1].Groups["json"].Value, StringComparison.Ordinal);
        Assert.Contains("\"worker\": \"w1\"", events[^1].Groups["json"].Value, StringComparison.Ordinal);
        // The event stands in the log as a line of debug, where LAVA's own readers take it; the markers do not stand there.
        var log = _daemon!.Http.Get($"/v1/logs/test-job%2F{id}").Body;
        Assert.Contains("\"lvl\": \"debug\", \"msg\": \"the board is warm\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", log, StringComparison.Ordinal);
        Assert.Equal(["boot 24 25"], Drover("get", "results", "-o", "csv", "-c", "case,first_line,last_line").Lines.Where(line => line.StartsWith("boot,", StringComparison.Ordinal)).Select(line => line.Replace(',', ' ')));
        Assert.Contains("drover_lab_log_lines_total{} 29\n", _daemon.Http.Get("/metrics").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_of_ones_own_is_one_word_of_the_settings()
    {
        Start("tcp://127.0.0.1:*", "--lava-events", "tcp://127.0.0.1:*", "--lava-event-topic", "com.example.lab");
        AddDevice();
        var heard = Subscriber(EventsAt(), "com.example.lab.device");
        UntilHeard(heard);
        Assert.All(heard, line => Assert.StartsWith("com.example.lab.device lavaserver", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Workers_and_subscribers_come_in_over_IPv6()
    {
        Start("tcp://[::1]:*", "--lava-events", "tcp://[::1]:*");
        AddDevice();
        var heard = Subscriber(EventsAt());
        UntilHeard(heard);
        Worker("");
        Assert.Contains("\"health\":\"complete\"", Drover("submit", "test-job-run", $"definition={Definition}").All, StringComparison.Ordinal);
        Until(() => heard.Any(line => line.Contains("\"Finished\"", StringComparison.Ordinal)), () => string.Join('\n', heard));
    }

    [Fact]
    public void Events_are_not_published_to_the_network_unless_that_is_meant()
    {
        var refused = Daemon.Refused(_sandbox, "--lava-events", "tcp://*:5500");
        Assert.Contains("lava-events tcp://*:5500 is open to the network", refused.All, StringComparison.Ordinal);
    }

    [Fact]
    public void While_the_disk_is_nearly_full_no_worker_is_told_to_start_a_job_and_why_says_so()
    {
        Start("tcp://127.0.0.1:*");
        AddDevice();
        var id = Drover("submit", "-d", "test-job-run", $"definition={Definition}").Lines.Single();
        var (workers, logs) = (Endpoint(WorkersAt()), Endpoint(LogsAt()));
        _daemon!.Kill9();
        _daemon.Dispose();
        _daemon = Daemon.StartNotReady(_sandbox, "--lava-master", workers, "--lava-logs", logs, "--low-space", "1000000G");
        var worker = Worker("");
        Until(() => Drover("get", "workers").Row("w1").Contains("Online"), () => _daemon.Log);
        Until(() => Drover("why", id).All.Contains("no test job is started while the disk of the state directory is nearly full", StringComparison.Ordinal), () => Drover("why", id).All);
        Assert.Contains("Scheduled", Drover("get", "test-jobs").Row(id));
        Assert.DoesNotContain(worker, line => line.StartsWith("START", StringComparison.Ordinal));
        _daemon.Kill9();
        _daemon.Dispose();
        _daemon = Daemon.Start(_sandbox, "--lava-master", workers, "--lava-logs", logs);
        Drover("wait", id);
        Assert.Contains("Complete", Drover("get", "test-jobs").Row(id));
    }

    private void Start(string endpoint, params string[] more) =>
        _daemon = Daemon.Start(_sandbox, ["--lava-master", endpoint, "--lava-logs", endpoint, "--lava-resend-time", "1s", .. more]);

    private void AddDevice()
    {
        Drover("submit", "device-type-add", "name=qemu");
        Drover("submit", "worker-add", "name=w1");
        // It is heard, so that a job gets its device; the worker itself comes later.
        Worker("").Clear();
        Until(() => Drover("get", "workers").Row("w1").Contains("Online"), () => _daemon!.Log);
        Drover("submit", "device-add", "name=b1", "device_type=qemu", "worker=w1", "health=good");
        Stop(_programs[^1]);
    }

    private void Stop(Process program)
    {
        program.Kill();
        program.WaitForExit();
        program.Dispose();
        _programs.Remove(program);
    }

    private ConcurrentQueue<string> Worker(string manner) => Program("worker.py", "w1", Endpoint(WorkersAt()), Endpoint(LogsAt()), manner);

    private ConcurrentQueue<string> Subscriber(Regex endpoint, params string[] topic) => Program("subscriber.py", [Endpoint(endpoint), .. topic]);

    /// <summary>Starts a program in Python; its lines come into the queue.</summary>
    private ConcurrentQueue<string> Program(string name, params string[] arguments)
    {
        var program = Command.Begin("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "python", name), .. arguments]);
        var lines = new ConcurrentQueue<string>();
        program.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                lines.Enqueue(text);
        };
        program.BeginOutputReadLine();
        _programs.Add(program);
        return lines;
    }

    /// <summary>Nobody is told when a subscription has arrived, so something is made to happen until it is heard.</summary>
    private void UntilHeard(ConcurrentQueue<string> heard)
    {
        var healths = new[] { "maintenance", "good" };
        for (var i = 0; heard.IsEmpty || i % 2 != 0; i++)
            Drover("submit", "device-set", "name=b1", $"health={healths[i % 2]}");
    }

    private Finished Drover(params string[] arguments) => Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, .. arguments]).Expect(0);

    private static void Until(Func<bool> holds, Func<string> otherwise)
    {
        var since = Stopwatch.GetTimestamp();
        while (!holds())
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), otherwise());
    }

    private string Endpoint(Regex line) => line.Match(_daemon!.Log) is { Success: true } match ? match.Groups["endpoint"].Value : throw new InvalidOperationException(_daemon.Log);

    [GeneratedRegex(@"LAVA's workers are served on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex WorkersAt();

    [GeneratedRegex(@"Log lines of LAVA's jobs are taken on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LogsAt();

    [GeneratedRegex(@"LAVA's events are published on (?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex EventsAt();

    [GeneratedRegex(@"^org\.lavasoftware\.(?<topic>\w+) (?<user>\S+) (?<json>.*)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex EventLine();

    [GeneratedRegex(@"""state"": ""(\w+)""", RegexOptions.None, 1_000)]
    private static partial Regex State();
}
