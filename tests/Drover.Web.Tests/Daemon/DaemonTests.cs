using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Drover.Web.Tests.Daemon;

/// <summary>The program itself: starts, signals, exit codes.</summary>
public sealed class DaemonTests : IDisposable
{
    private const int Interrupt = 2;
    private const int KillNow = 9;
    private const int Terminate = 15;

    private readonly string _directory = Directory.CreateTempSubdirectory("drd").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_starts_on_an_empty_directory_runs_a_job_and_stops_cleanly()
    {
        using var daemon = await DaemonProcess.StartAsync(_directory, "--cluster", "farm", "--node", "one.example");
        var (status, version) = await daemon.SendAsync(HttpMethod.Get, "/v1/version");
        Assert.Equal((200, "farm", "one.example"), (status, version.GetProperty("cluster").GetString(), version.GetProperty("node").GetString()));
        var (_, job) = await daemon.SendAsync(HttpMethod.Post, "/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.001}]}""");
        var (_, end) = await daemon.SendAsync(HttpMethod.Get, $"/v1/jobs/{job.GetProperty("id").GetInt64()}/wait?timeout=60");
        Assert.Equal("success", end.GetProperty("status").GetString());
        var (_, audit) = await daemon.SendAsync(HttpMethod.Post, "/v1/audit/verify", """{"replay":true}""");
        Assert.True(audit.GetProperty("ok").GetBoolean(), audit.GetRawText());
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Get, "/readyz")).Status);

        daemon.Signal(Terminate);
        Assert.Equal(0, await daemon.EndAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(_directory, "r")));
    }

    [Fact]
    public async Task Sockets_are_open_to_all_or_to_the_group_and_their_directory_to_all()
    {
        using var daemon = await DaemonProcess.StartAsync(_directory);
        var run = Path.Combine(_directory, "r");
        Assert.Equal("755", Mode(run));
        Assert.Equal("666", Mode(Path.Combine(run, "drover.sock")));
        Assert.Equal("660", Mode(Path.Combine(run, "ganeti-master")));
        Assert.Equal("660", Mode(Path.Combine(run, "ganeti-query")));
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_run_directory_is_refused_and_takes_no_socket_along()
    {
        using var daemon = await DaemonProcess.StartAsync(_directory);
        var other = Directory.CreateDirectory(Path.Combine(_directory, "other")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(other, "r"), Path.Combine(_directory, "r"));
        var (code, _, errors) = await DaemonProcess.RunAsync(other);
        Assert.NotEqual(0, code);
        Assert.Contains("RUN_DIRECTORY_IN_USE", errors, StringComparison.Ordinal);
        foreach (var name in new[] { "drover.sock", "ganeti-master", "ganeti-query" })
            Assert.True(File.Exists(Path.Combine(_directory, "r", name)), name);
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Get, "/readyz")).Status);
    }

    [Theory]
    [InlineData("farm.example", 200)]
    [InlineData("FARM.example:99", 200)]
    [InlineData("board.example", 200)]
    [InlineData("one.example", 200)]
    [InlineData("evil.example", 403)]
    public async Task Over_tcp_it_answers_to_the_names_of_http_host_and_of_its_node(string host, int status)
    {
        var address = FreeAddress();
        using var daemon = await DaemonProcess.StartAsync(
            _directory, "--node", "one.example", "--listen", address, "--http-host", "farm.example,board.example");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}/livez");
        request.Headers.Host = host;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Its_pid_file_holds_its_number_while_it_is_ready_and_goes_with_it()
    {
        var file = Path.Combine(_directory, "pid");
        using var daemon = await DaemonProcess.StartAsync(_directory, "--pid-file", file);
        Assert.Equal($"{daemon.Id}\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        daemon.Signal(Terminate);
        Assert.Equal(0, await daemon.EndAsync());
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_pid_file_that_cannot_be_written_is_told_by_its_setting()
    {
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--pid-file", Path.Combine(_directory, "none", "pid"));
        Assert.NotEqual(0, code);
        Assert.Contains("--pid-file", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pid_file_of_a_daemon_that_runs_is_refused_to_a_second_one()
    {
        var file = Path.Combine(_directory, "pid");
        using var daemon = await DaemonProcess.StartAsync(_directory, "--pid-file", file);
        var second = Directory.CreateDirectory(Path.Combine(_directory, "second")).FullName;
        var (code, _, errors) = await DaemonProcess.RunAsync(second, "--pid-file", file);
        Assert.NotEqual(0, code);
        Assert.Contains($"is that of another daemon, which runs as process {daemon.Id}", errors, StringComparison.Ordinal);
        Assert.Equal($"{daemon.Id}\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        daemon.Signal(Terminate);
        Assert.Equal(0, await daemon.EndAsync());
    }

    [Fact]
    public async Task What_is_no_pid_file_is_refused_before_a_service_is_started()
    {
        var (cltab, other, trace) = (Path.Combine(_directory, "cltab"), Path.Combine(_directory, "other"), Path.Combine(_directory, "trace"));
        await File.WriteAllTextAsync(cltab, $":::group.g.start-level:1\ng:t:1:once:/bin/touch {trace}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(cltab, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(other, "precious\n", TestContext.Current.CancellationToken);
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--cltab", cltab, "--pid-file", other);
        Assert.NotEqual(0, code);
        Assert.Contains("is no pid file", errors, StringComparison.Ordinal);
        Assert.Equal("precious\n", await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task With_a_ganeti_root_the_luxi_sockets_are_where_its_tools_look()
    {
        using var daemon = await DaemonProcess.StartAsync(_directory, "--ganeti-root", _directory);
        Assert.True(File.Exists(Path.Combine(_directory, "var/run/ganeti/socket/ganeti-master")));
        Assert.True(File.Exists(Path.Combine(_directory, "var/lib/ganeti/ssconf_master_node")));
    }

    [Fact]
    public async Task After_a_kill_it_starts_again_on_what_was_acknowledged()
    {
        using (var killed = await DaemonProcess.StartAsync(_directory))
        {
            await killed.SendAsync(HttpMethod.Post, "/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":1000}]}""");
            killed.Signal(KillNow);
            await killed.EndAsync();
        }
        Assert.True(File.Exists(Path.Combine(_directory, "r", "drover.sock")));
        using var daemon = await DaemonProcess.StartAsync(_directory);
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Get, "/v1/jobs/1")).Status);
    }

    [Fact]
    public async Task A_stop_refuses_new_jobs_and_a_second_signal_does_not_wait_for_running_ones()
    {
        using var daemon = await DaemonProcess.StartAsync(_directory, "--shutdown-grace", "1h");
        await daemon.SendAsync(HttpMethod.Post, "/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":1000}]}""");
        await daemon.SendAsync(HttpMethod.Get, "/v1/jobs/1/wait?status=queued");
        var events = daemon.SendAsync(HttpMethod.Get, "/v1/jobs/1/wait?status=running&timeout=120");
        daemon.Signal(Terminate);
        (int Status, JsonElement Body) ready;
        do
            ready = await daemon.SendAsync(HttpMethod.Get, "/readyz");
        while (ready.Status == 200);
        Assert.Equal("stopping", ready.Body.GetProperty("failing")[0].GetProperty("name").GetString());
        Assert.Equal(503, (await daemon.SendAsync(HttpMethod.Post, "/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0}]}""")).Status);
        daemon.Signal(Interrupt);
        Assert.Equal(0, await daemon.EndAsync());
        Assert.Equal(200, (await events).Status);
    }

    [Fact]
    public async Task A_second_daemon_is_told_who_holds_the_state()
    {
        using var first = await DaemonProcess.StartAsync(_directory);
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--run", "x");
        Assert.Equal((2, true), (code, errors.Contains("given twice", StringComparison.Ordinal)));
        (code, _, errors) = await DaemonProcess.RunAsync(_directory);
        Assert.Equal(3, code);
        Assert.Contains("in use by process", errors, StringComparison.Ordinal);
        Assert.Equal(200, (await first.SendAsync(HttpMethod.Get, "/readyz")).Status);
    }

    [Fact]
    public async Task A_socket_that_somebody_listens_on_is_not_taken_away()
    {
        var socket = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, "r")).FullName, "drover.sock");
        using var first = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        first.Bind(new UnixDomainSocketEndPoint(socket));
        first.Listen();
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory);
        Assert.Equal(1, code);
        Assert.Contains("SOCKET_IN_USE", errors, StringComparison.Ordinal);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), TestDoor.Stop);
    }

    [Fact]
    public async Task Wrong_usage_ends_with_2_and_makes_nothing()
    {
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--quue-limit", "5");
        Assert.Equal(2, code);
        Assert.Contains("did you mean '--queue-limit'?", errors, StringComparison.Ordinal);
        (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--ganeti-root", Path.Combine(_directory, new string('x', 100)));
        Assert.Equal(2, code);
        Assert.Contains("107", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public async Task A_door_that_cannot_be_opened_is_told_in_one_line()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--listen", address, "--log-level", "error");
        Assert.Equal(1, code);
        var line = Assert.Single(errors.TrimEnd('\n').Split('\n'));
        Assert.Contains(address, line, StringComparison.Ordinal);
        Assert.EndsWith("(LISTEN_FAILED)", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_state_ends_with_4()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "s"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "s", "store.db"), new string('x', 10_000), TestContext.Current.CancellationToken);
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory);
        Assert.Equal(4, code);
        Assert.Contains("damaged", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_fills_an_empty_state_once()
    {
        var (code, output, _) = await DaemonProcess.RunAsync(_directory, "--init", "--cluster", "farm");
        Assert.Equal(0, code);
        Assert.Contains("farm", output, StringComparison.Ordinal);
        var (again, _, errors) = await DaemonProcess.RunAsync(_directory, "--init", "--cluster", "other");
        Assert.Equal(1, again);
        Assert.Contains("ALREADY_INITIALISED", errors, StringComparison.Ordinal);

        using var daemon = await DaemonProcess.StartAsync(_directory, "--cluster", "other");
        Assert.Equal("farm", (await daemon.SendAsync(HttpMethod.Get, "/v1/version")).Body.GetProperty("cluster").GetString());
        daemon.Signal(Terminate);
        await daemon.EndAsync();
        Assert.Contains("'other' has no effect", await daemon.ErrorsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_directory_of_another_node_is_refused_unless_it_is_taken_over()
    {
        Assert.Equal(0, (await DaemonProcess.RunAsync(_directory, "--init", "--node", "alpha")).Code);
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--node", "beta");
        Assert.Equal(4, code);
        Assert.Contains("'alpha'", errors, StringComparison.Ordinal);
        Assert.Contains("--take-over", errors, StringComparison.Ordinal);

        using var daemon = await DaemonProcess.StartAsync(_directory, "--node", "beta", "--take-over");
        Assert.Equal("alpha", (await daemon.SendAsync(HttpMethod.Get, "/v1/version")).Body.GetProperty("node").GetString());
        var settings = (await daemon.SendAsync(HttpMethod.Get, "/v1/config")).Body.ToString();
        Assert.Contains("alpha", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("beta", settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_directory_that_others_may_write_to_is_refused()
    {
        await DaemonProcess.RunAsync(_directory, "--init");
        File.SetUnixFileMode(Path.Combine(_directory, "s"), (UnixFileMode)0b111_111_111);
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory);
        Assert.Equal(4, code);
        Assert.Contains("0777", errors, StringComparison.Ordinal);
        Assert.Contains("STATE_FOREIGN", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_loss_has_nothing_to_do_on_a_whole_state()
    {
        await DaemonProcess.RunAsync(_directory, "--init");
        var (code, output, _) = await DaemonProcess.RunAsync(_directory, "--accept-loss");
        Assert.Equal(0, code);
        Assert.Contains("nothing is missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_end_with_0()
    {
        var (code, help, _) = await DaemonProcess.RunAsync(_directory, "--help");
        Assert.Equal(0, code);
        Assert.Contains("--queue-limit N", help, StringComparison.Ordinal);
        Assert.StartsWith("droverd ", (await DaemonProcess.RunAsync(_directory, "--version")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_looks_on_and_changes_nothing()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/curl"), "needs root, setpriv and curl");
        File.SetUnixFileMode(_directory, (UnixFileMode)0b111_101_101);
        using var daemon = await DaemonProcess.StartAsync(_directory);
        Assert.Contains("\"drained\":false", await AsNobodyAsync(daemon, "http://localhost/v1/queue"), StringComparison.Ordinal);
        Assert.Contains("NOT_ALLOWED", await AsNobodyAsync(daemon, "http://localhost/v1/queue", "-X", "PUT", "-d", """{"drained":true}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_learns_nothing_of_what_the_cltab_runs_and_what_jobs_say()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/curl"), "needs root, setpriv and curl");
        File.SetUnixFileMode(_directory, (UnixFileMode)0b111_101_101);
        var cltab = Path.Combine(_directory, "cltab");
        await File.WriteAllTextAsync(cltab, "web:httpd:1:respawn:WORD=xyzzy exec sleep 1000\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(cltab, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var daemon = await DaemonProcess.StartAsync(_directory, "--cltab", cltab);
        await daemon.SendAsync(HttpMethod.Post, "/v1/jobs", """{"ops":[{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"web","level":"1","comment":"xyzzy"}]}""");
        await daemon.SendAsync(HttpMethod.Get, "/v1/jobs/1/wait?timeout=60");

        Assert.Contains("xyzzy", (await daemon.SendAsync(HttpMethod.Get, "/v1/query/process?fields=*")).Body.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("xyzzy", (await daemon.SendAsync(HttpMethod.Get, "/v1/jobs/1")).Body.GetRawText(), StringComparison.Ordinal);
        var seen = await AsNobodyAsync(daemon, "http://localhost/v1/query/process?fields=name,state,pid,restarts,command");
        Assert.Matches("""\[\[0,"web/httpd"\],\[0,"UP"\],\[0,\d+\],\[0,\d+\],\[3,null\]\]""", seen);
        foreach (var path in new[]
        {
            "query/process?fields=*", "query/service-group?fields=*", "query/job?fields=*", "query/event?fields=*", "query/lock?fields=*",
            "jobs/1", "jobs/1/wait?timeout=0&after_log=0", "jobs/1/why", "jobs/1/logs", "config", "events?after=0&signals=all",
        })
        {
            var text = await AsNobodyAsync(daemon, "--max-time", "2", $"http://localhost/v1/{path}");
            Assert.NotEmpty(text);
            Assert.DoesNotContain("xyzzy", text, StringComparison.Ordinal);
        }
        daemon.Signal(Terminate);
        await daemon.EndAsync();
    }

    private static async Task<string> AsNobodyAsync(DaemonProcess daemon, params string[] arguments)
    {
        using var curl = TimedProcess.Start(new ProcessStartInfo("/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", "--unix-socket", daemon.Socket, .. arguments])
        { UseShellExecute = false, RedirectStandardOutput = true });
        return await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    /// <summary>An address of the machine itself that nobody listens on.</summary>
    private static string FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Parse("127.0.9.1"), 0);
        probe.Start();
        return probe.LocalEndpoint.ToString()!;
    }
}
