using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>Debian's lava-worker, lava-run and lava-coordinator 2023.01 run the members of a multinode job for the daemon, on two boards that are shells: their tests talk to each other.</summary>
public sealed class MultinodeTests : IDisposable
{
    private const string Token = "the-token-of-w1";

    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;
    private readonly Process _coordinator;
    private readonly Process _worker;

    public MultinodeTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "lava-run takes root.");
        _daemon = Daemon.Start(_sandbox, "--listen", "127.0.0.1:0");
        File.WriteAllText(_sandbox.At("lava-coordinator.conf"), $$"""{"port": {{FreePort()}}, "blocksize": 4096, "poll_delay": 1, "coordinator_hostname": "localhost"}""");
        var (coordinator, environment) = LavaDispatcher.Coordinator();
        _coordinator = Command.Begin("/usr/bin/python3",
            [coordinator, "--config", _sandbox.At("lava-coordinator.conf"), "--logfile", _sandbox.At("lava-coordinator.log"), "--loglevel", "DEBUG"], environment);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "lab/shell-board.sh"), _sandbox.At("board.sh"));
        Drover("submit", "device-type-add", "name=board");
        Drover("submit", "worker-add", "name=w1", $"token_hash={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}");
        Drover("submit", "worker-text-set", "worker=w1", "kind=dispatcher", "text=dispatcher_ip: 127.0.0.1");
        foreach (var board in new[] { "b1", "b2" })
            Drover("submit", "device-add", $"name={board}", "device_type=board", "worker=w1", "health=good", $"dictionary={Dictionary(board)}");
        _worker = Command.Begin("/usr/bin/python3",
            [LavaDispatcher.Worker, "--name", "w1", "--token", Token, "--url", $"http://{_daemon.Listens}/", "--worker-dir", _sandbox.At("worker"),
                "--log-file", _sandbox.At("worker.log"), "--level", "DEBUG", "--job-log-interval", "1", "--ping-interval", "1"],
            LavaDispatcher.Within(_sandbox.Path));
    }

    public void Dispose()
    {
        foreach (var process in new[] { _worker, _coordinator })
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        foreach (var process in SandboxProcesses.Of(_sandbox, _daemon.Id))
            Signals.Send(process, Signals.Kill);
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void Members_of_two_roles_talk_through_the_coordinator_and_are_complete()
    {
        var (server, client) = Submit("greeting");
        foreach (var member in new[] { server, client })
            Drover("wait", member);
        Assert.Equal(["server,Complete,,", "client,Complete,,"], Rows("role,health,error_type,comment"));
        Assert.Equal(["b1", "b2"], Rows("device").Order(StringComparer.Ordinal));
        Assert.Equal(["role pass", "members pass", "multinode-send-greeting pass", "multinode-sync-parted pass"], Cases(server, "0_serve"));
        Assert.Equal(["role pass", "multinode-wait-greeting pass", "heard pass", "multinode-sync-parted pass"], Cases(client, "0_ask"));
        foreach (var member in new[] { server, client })
        {
            Assert.Equal(["job pass"], Cases(member, "lava").Where(line => line.StartsWith("job ", StringComparison.Ordinal)));
            Assert.Single(_daemon.Log.Split('\n'), line => line.Contains($"Test job {member} has ended", StringComparison.Ordinal));
        }
        Assert.Equal(["Idle", "Idle"], Drover("get", "devices", "-o", "csv", "-c", "state").Lines.Skip(1));
    }

    [Fact]
    public void Who_cancels_one_member_ends_the_other_that_waits_for_its_word()
    {
        var (server, client) = Submit("another");
        UntilCoordinatorSays("lava_wait:", "another");
        Drover("cancel", server);
        foreach (var member in new[] { server, client })
            Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, "wait", member]);
        Assert.Equal(["server,Canceled", "client,Canceled"], Rows("role,health"));
        Assert.Equal(["Idle", "Idle"], Drover("get", "devices", "-o", "csv", "-c", "state").Lines.Skip(1));
        Assert.Contains("Good", Drover("get", "devices").Row("b1"));
    }

    /// <summary>Submits two members, the second of which waits for a word; returns their ids.</summary>
    private (string Server, string Client) Submit(string word)
    {
        Drover("submit", "test-group-submit", $"definition={Definition(word)}");
        var ids = Rows("id");
        return (ids[0], ids[1]);
    }

    private Finished Drover(params string[] arguments) => Command.Run(Programs.Client, ["--socket", _sandbox.HttpSocket, .. arguments]).Expect(0);

    private string[] Rows(string fields) => [.. Drover("get", "test-jobs", "-o", "csv", "-c", fields).Lines.Skip(1)];

    private IEnumerable<string> Cases(string job, string suite) =>
        Drover("get", "results", "--job", job, "-o", "csv", "-c", "case,result", "-F", $"suite == \"{suite}\"").Lines.Skip(1).Select(line => line.Replace(',', ' '));

    private void UntilCoordinatorSays(params string[] words)
    {
        var since = Stopwatch.GetTimestamp();
        while (!File.Exists(_sandbox.At("lava-coordinator.log")) || !File.ReadAllLines(_sandbox.At("lava-coordinator.log")).Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal))))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"the coordinator does not say '{string.Join(' ', words)}':\n{_daemon.Log}");
            // A look costs a process, which is pause enough.
            Drover("version");
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Definition(string word) => $$"""
        job_name: two boards
        visibility: public
        timeouts:
          job: {minutes: 2}
          action: {minutes: 1}
          connection: {minutes: 1}
        protocols:
          lava-multinode:
            timeout: {minutes: 1}
            roles:
              server: {device_type: board, count: 1}
              client: {device_type: board, count: 1}
        actions:
        - deploy:
            role: [server, client]
            to: overlay
        - boot:
            role: [server, client]
            method: minimal
            reset: false
            prompts: ['root@board']
        - test:
            role: [server]
            definitions:
            - from: inline
              name: serve
              path: inline/serve.yaml
              repository:
                metadata: {format: Lava-Test Test Definition 1.0, name: serve}
                run:
                  steps:
                  - lava-test-case role --shell test "$(lava-role)" = server
                  - lava-test-case members --shell test "$(lava-group | grep -c .)" = 2
                  - lava-send greeting word=hello
                  - lava-sync parted
        - test:
            role: [client]
            definitions:
            - from: inline
              name: ask
              path: inline/ask.yaml
              repository:
                metadata: {format: Lava-Test Test Definition 1.0, name: ask}
                run:
                  steps:
                  - lava-test-case role --shell test "$(lava-role)" = client
                  - lava-wait {{word}}
                  - lava-test-case heard --shell grep -q word=hello "$HOME/tmp/lava_multi_node_cache.txt"
                  - lava-sync parted
        """;

    private string Dictionary(string board) => $$$"""
        commands:
          connect: /bin/sh {{{_sandbox.At("board.sh")}}} {{{board}}} {{{_sandbox.Path}}}
        constants:
          failure_retry: 1
          boot_retry: 1
          spawn_maxread: '4092'
          default-shell-prompt: 'lava-test: # '
          kernel-start-message: ''
          posix:
            lava_test_results_dir: {{{_sandbox.At(board)}}}/lava-%s
            lava_test_sh_cmd: /bin/sh
            lava_test_shell_file: ~/.bashrc
        timeouts: {actions: {}, connections: {}}
        actions:
          deploy: {methods: {overlay: null}, connections: {}}
          boot: {connections: {serial: null}, methods: {minimal: null}}
        """;
}
