using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>Debian's lava-worker and lava-run 2023.01, unmodified, run test jobs for the daemon on a board that is made of a shell script.</summary>
public sealed class HttpWorkerTests : IDisposable
{
    private const string Token = "the-token-of-w1";

    private readonly Sandbox _sandbox = new();
    private readonly string _seen;
    private Daemon _daemon;
    private string _address = "127.0.0.1:0";
    private Process? _worker;

    public HttpWorkerTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "lava-run takes root.");
        _seen = _sandbox.At("seen");
        _daemon = Daemon.Start(_sandbox, "--listen", _address);
        _address = _daemon.Listens;
        var board = _sandbox.At("board.sh");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "lab/board.sh"), board);
        Drover("submit", "device-type-add", "name=board");
        Drover("submit", "worker-add", "name=w1", $"token_hash={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}");
        Drover("submit", "device-add", "name=b1", "device_type=board", "worker=w1", "health=good", $"dictionary={Dictionary(board, _seen)}");
        StartWorker();
    }

    public void Dispose()
    {
        KillWorker();
        foreach (var process in SandboxProcesses.Of(_sandbox, _daemon.Id))
            Signals.Send(process, Signals.Kill);
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void A_job_that_passes_leaves_its_log_and_its_results()
    {
        var job = Drover("submit", "test-job-run", $"definition={Definition("pass")}");
        Assert.Contains("\"health\":\"complete\"", job.All, StringComparison.Ordinal);
        Assert.Equal(["Complete", "", ""], Row("health,error_type,comment"));
        Assert.Equal(["board boot pass", "board net fail", "board disk pass"],
            Drover("get", "results", "-o", "csv", "-c", "suite,case,result", "-F", "suite == \"board\"").Lines.Skip(1).Select(line => line.Replace(',', ' ')));
        Assert.Equal(Printed(), Console());
        var log = Log();
        Assert.Equal(log.Split('\n').Length - 1, log.Split("\n- {").Length);
        Assert.Contains("Good", Drover("get", "devices").Row("b1"));
        Assert.Contains("2023.01", Drover("get", "workers").Row("w1"));
    }

    [Fact]
    public void A_job_whose_board_goes_away_is_incomplete()
    {
        Fails("gone");
        Assert.Equal("Incomplete", Row("health")[0]);
        Assert.Equal(Printed(), Console());
    }

    [Fact]
    public void A_job_that_takes_too_long_is_incomplete()
    {
        Fails("hang");
        Assert.Equal("Incomplete", Row("health")[0]);
        Assert.Contains("timed out", Log(), StringComparison.Ordinal);
        Assert.Equal(Printed(), Console());
    }

    [Fact]
    public void A_job_that_is_cancelled_is_ended_by_its_worker()
    {
        var id = Begin("hang", "60");
        UntilPrinted("FAIL - net");
        Drover("cancel", id);
        Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "wait", id]);
        Assert.Equal("Canceled", Row("health")[0]);
        Assert.Contains("The job was canceled", Log(), StringComparison.Ordinal);
        Assert.Equal(Printed(), Console());
        Assert.DoesNotContain(SandboxProcesses.Of(_sandbox, _daemon.Id), process => SandboxProcesses.CommandLine(process).Contains("board.sh", StringComparison.Ordinal));
    }

    [Fact]
    public void A_job_goes_on_while_its_worker_is_killed_and_comes_again()
    {
        var id = Begin("slow", "60");
        UntilPrinted("line 20 of the console");
        KillWorker();
        UntilPrinted("line 60 of the console");
        StartWorker();
        EndsOnce(id);
    }

    [Fact]
    public void A_job_goes_on_while_the_daemon_is_killed_and_comes_again()
    {
        var id = Begin("slow", "60");
        for (var line = 20; line <= 140; line += 40)
        {
            UntilPrinted($"line {line} of the console");
            _daemon.Kill9();
            _daemon.Dispose();
            _daemon = Daemon.Start(_sandbox, "--listen", _address);
        }
        EndsOnce(id);
    }

    /// <summary>The job is complete, and its log has each line of the console once.</summary>
    private void EndsOnce(string id)
    {
        Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "wait", id]).Expect(0);
        Assert.Equal(["Complete", "", ""], Row("health,error_type,comment"));
        Assert.Equal(Printed(), Console());
        Assert.Equal(["boot", "net", "disk"], Drover("get", "results", "-o", "csv", "-c", "case", "-F", "suite == \"board\"").Lines.Skip(1));
        Assert.Single(Drover("events", "--after", "0", "-o", "jsonl").Lines, line => line.Contains("\"object-stored\"", StringComparison.Ordinal) && line.Contains("\"state\":\"Finished\"", StringComparison.Ordinal));
    }

    private void Fails(string manner)
    {
        var failed = Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "submit", "test-job-run", $"definition={Definition(manner, "5")}"]);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("The test job is incomplete", failed.All, StringComparison.Ordinal);
    }

    private string Begin(string manner, string seconds) => Drover("submit", "-d", "test-job-run", $"definition={Definition(manner, seconds)}").Lines.Single();

    private void StartWorker() => _worker = Command.Begin("/usr/bin/python3",
        [LavaDispatcher.Worker, "--name", "w1", "--token", Token, "--url", $"http://{_address}/", "--worker-dir", _sandbox.At("worker"), "--log-file", _sandbox.At("worker.log"), "--level", "DEBUG", "--job-log-interval", "1"],
        LavaDispatcher.Environment);

    private void KillWorker()
    {
        _worker?.Kill();
        _worker?.WaitForExit();
        _worker?.Dispose();
        _worker = null;
    }

    private Finished Drover(params string[] arguments) => Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, .. arguments]).Expect(0);

    /// <summary>Fields of the one test job.</summary>
    private string[] Row(string fields) => Drover("get", "test-jobs", "-o", "csv", "-c", fields).Lines[1].Split(',');

    private string Log() => _daemon.Http.Get($"/v1/logs/test-job%2F{Drover("get", "test-jobs", "-o", "csv", "-c", "id").Lines[1]}").Body;

    /// <summary>What the log says that came from the board.</summary>
    private string[] Console() => Command.Run("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "python/console.py")], input: Log()).Expect(0).Output.TrimEnd('\n').Split('\n');

    /// <summary>What the board has printed.</summary>
    private string[] Printed() => File.ReadAllLines(_seen);

    private void UntilPrinted(string line)
    {
        var since = Stopwatch.GetTimestamp();
        while (!File.Exists(_seen) || !Printed().Contains(line))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"the board does not print '{line}':\n{_daemon.Log}");
            // A look costs a process, which is pause enough.
            Drover("version");
        }
    }

    private static string Definition(string manner, string seconds = "30") => $$"""
        job_name: a board in the manner {{manner}}
        device_type: board
        visibility: public
        context:
          model: {{manner}}
        timeouts:
          job: {minutes: 2}
          action: {minutes: 1}
          connection: {seconds: 30}
        actions:
        - boot:
            method: minimal
            reset: false
            timeout: {seconds: 20}
            prompts: ['board ready']
        - test:
            timeout:
              seconds: {{seconds}}
            monitors:
            - name: board
              start: START TESTS
              end: END TESTS
              pattern: '(?P<result>(PASS|FAIL)) - (?P<test_case_id>\w+)'
              fixupdict: {PASS: pass, FAIL: fail}
        """;

    private static string Dictionary(string board, string seen) => $$$"""
        commands:
          connect: {{{board}}} {{ model|default('pass') }} {{{seen}}}
        constants:
          failure_retry: 1
          boot_retry: 1
          spawn_maxread: '4092'
          default-shell-prompt: 'lava-test: # '
          kernel-start-message: ''
        timeouts: {actions: {}, connections: {}}
        actions:
          deploy: {methods: {}, connections: {}}
          boot: {connections: {serial: null}, methods: {minimal: null}}
        """;
}
