using System.Diagnostics;
using System.Text;

namespace Drover.Cli.Tests.Operating;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("dr").FullName;
    private FakeDaemon _daemon = null!;
    private FileStream? _lock;
    private Process? _process;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("GET /v1/config", $$"""{"settings":[{"name":"run","value":"/x","origin":"default"},{"name":"state","value":"{{_state}}","origin":"default"}]}""")
        .On("GET /v1/queue", """{"drained":false,"stopping":false}""")
        .On("GET /v1/query/process", """{"fields":[],"rows":[[[0,"web/gone"],[3,null],[0,"n1"]]],"next":null}""")
        .On("GET /v1/version", """{"version":"0.1.0","cluster":"farm","node":"n1","uuid":"u"}""");

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _process?.Kill(); // One that was not ended by the signal.
        _process?.Dispose();
        if (_lock is not null)
            await _lock.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Theory]
    [InlineData("restart", 10, " has ended; its services go on.\nStart it again with ")]
    [InlineData("shutdown", 12, " has ended, and its services with it.\n")]
    public async Task The_holder_of_the_lock_is_sent_a_signal_and_waited_for(string verb, int signal, string told)
    {
        if (verb == "restart")
            _daemon.On("GET /v1/version", 503, """{"error":{"code":"NOT_READY","message":"no"}}""");
        _process = TimedProcess.Start("sleep", "1000"); // The signal ends it.
        Lock($"{_process.Id} {Environment.MachineName}\n");
        var result = _daemon.Run(verb);
        Assert.Equal((0, ""), (result.Code, result.Err));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + signal, _process.ExitCode);
        Assert.StartsWith($"The daemon (process {_process.Id}){told}", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shutdown_that_leaves_a_service_running_is_a_failure_that_names_it()
    {
        _process = TimedProcess.Start("sleep", "1000");
        using var service = TimedProcess.Start("sleep", "1000");
        try
        {
            Lock($"{_process.Id} {Environment.MachineName}\n");
            _daemon.On("GET /v1/query/process", $$"""{"fields":[],"rows":[[[0,"web/b"],[0,{{Environment.ProcessId}}],[0,"n2"]],[[0,"web/a"],[0,{{service.Id}}],[0,"n1"]]],"next":null}""");
            var result = _daemon.Run("shutdown");
            Assert.Equal((1, ""), (result.Code, result.Out));
            Assert.StartsWith($"drover: SERVICES_LEFT: the daemon (process {_process.Id}) has ended, but not all of its services: web/a ({service.Id})\n", result.Err, StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
        }
    }

    [Fact]
    public void A_daemon_that_is_about_to_end_gets_no_second_signal()
    {
        _process = TimedProcess.Start("sleep", "1000");
        Lock($"{_process.Id} {Environment.MachineName}\n");
        _daemon.On("GET /v1/queue", """{"drained":false,"stopping":true}""");
        var result = _daemon.Run("shutdown", "--timeout", "0");
        Assert.Equal(5, result.Code);
        Assert.StartsWith($"the daemon (process {_process.Id}) is about to end already; waiting for that\n", result.Err, StringComparison.Ordinal);
        Assert.False(_process.HasExited);
    }

    [Fact]
    public void A_successor_that_answers_already_is_told()
    {
        _process = TimedProcess.Start("sleep", "1000");
        Lock($"{_process.Id} {Environment.MachineName}\n");
        _daemon.On("GET /v1/version", "{}");
        Assert.EndsWith("\nA new one answers already and has taken them over.\n", _daemon.Run("restart").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_does_not_end_is_exit_code_5()
    {
        _process = TimedProcess.Start(new ProcessStartInfo("sh", ["-c", "trap '' USR1; echo; exec sleep 1000"]) { RedirectStandardOutput = true, UseShellExecute = false });
        _process.StandardOutput.ReadLine(); // From here on it ignores the signal.
        Lock($"{_process.Id} {Environment.MachineName}\n");
        var result = _daemon.Run("restart", "--timeout", "0");
        Assert.Equal(5, result.Code);
        Assert.StartsWith($"drover: TIMEOUT: the daemon (process {_process.Id}) has not ended yet\n", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 1, "NO_LOCK_FILE")]
    [InlineData("", 1, "NO_LOCK_FILE")]
    [InlineData("-1 HOST", 1, "NO_LOCK_FILE")]
    [InlineData("0 HOST", 1, "NO_LOCK_FILE")]
    [InlineData("77 elsewhere.example.com", 1, "OTHER_HOST")]
    [InlineData("2147483647 HOST", 3, "NO_DAEMON")]
    public void Nothing_is_signalled_when_the_holder_is_not_sure(string? content, int code, string error)
    {
        if (content is not null)
            Lock(content.Replace("HOST", Environment.MachineName, StringComparison.Ordinal) + "\n");
        var result = _daemon.Run("restart");
        Assert.Equal(code, result.Code);
        Assert.StartsWith($"drover: {error}: ", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("shutdown")]
    public void Whom_the_daemon_does_not_tell_its_state_directory_may_not_end_it(string verb)
    {
        _daemon.On("GET /v1/config", """{"settings":[{"name":"state","value":null,"origin":"command line"}]}""");
        var result = _daemon.Run(verb);
        Assert.Equal(7, result.Code);
        Assert.StartsWith("drover: DENIED: the daemon does not tell this user where its state directory is\n", result.Err, StringComparison.Ordinal);
        Assert.Contains("run it as root or as the daemon's user", result.Err, StringComparison.Ordinal);
    }

    /// <summary>As the daemon does: the number is written into the file, which stays locked with flock(2).</summary>
    private void Lock(string content)
    {
        _lock = new FileStream(Path.Combine(_state, "lock"), FileMode.Create, FileAccess.Write, FileShare.None);
        _lock.Write(Encoding.UTF8.GetBytes(content));
        _lock.Flush();
    }
}
