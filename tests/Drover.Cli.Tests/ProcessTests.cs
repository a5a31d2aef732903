using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests;

/// <summary>What only a real process shows: exit codes, pipes, signals.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task A_reader_that_goes_away_ends_a_listing_quietly()
    {
        _daemon.On("GET /v1/query/job", Canned.Page(1, 100_000, null));
        var result = await CliRun.ShellAsync("\"$drover\" get jobs -o jsonl | head -1; echo ${PIPESTATUS[0]}", _daemon.SocketPath);
        Assert.Equal(("{\"id\":1}\n0\n", ""), (result.Out, result.Err));
        result = await CliRun.ShellAsync("\"$drover\" get jobs --all -c id | head -1; echo ${PIPESTATUS[0]}", _daemon.SocketPath);
        Assert.Equal(("    ID\n0\n", ""), (result.Out, result.Err));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_followed_events()
    {
        _daemon.On("GET /v1/events", async c =>
        {
            for (var i = 1; !c.RequestAborted.IsCancellationRequested; i++)
            {
                await c.Response.WriteAsync($"id: {i}\ndata: {{\"seq\":{i}}}\n\n", c.RequestAborted);
                await c.Response.Body.FlushAsync(c.RequestAborted);
            }
        });
        var result = await CliRun.ShellAsync("timeout 60 \"$drover\" events -f -o jsonl | head -2", _daemon.SocketPath);
        Assert.Equal((0, "{\"seq\":1}\n{\"seq\":2}\n", ""), (result.Code, result.Out, result.Err));
    }

    [Theory]
    [InlineData("events -f")]
    [InlineData("watch 17")]
    [InlineData("logs 17 -f")]
    [InlineData("logs web/a -f")]
    [InlineData("wait 17")]
    [InlineData("get processes -w -c name")]
    public async Task A_follower_ends_when_its_reader_has_left_also_where_nothing_more_comes(string verb)
    {
        _daemon.On("GET /v1/events", FakeDaemon.Endless("""{"seq":1}"""))
            .On("GET /v1/jobs/17/follow", FakeDaemon.Endless(Canned.Wait("running", false, Canned.Log(1, "\"said\""))))
            .On("GET /v1/logs/service%2Fweb%2Fa", FakeDaemon.Endless("""{"offset":0,"next":4,"text":"one\n"}"""))
            .On("GET /v1/query/process/fields", """{"fields":[{"name":"name","title":"Name","kind":"text","doc":"","default":true}]}""")
            .On("GET /v1/query/process", """{"fields":[{"name":"name","title":"Name","kind":"text","doc":""}],"rows":[[[0,"a"]]],"next":null}""");
        // A reader that takes nothing and leaves: what follows would wait for ever.
        var result = await CliRun.ShellAsync($"timeout 60 \"$drover\" {verb} | true; echo ${{PIPESTATUS[0]}}", _daemon.SocketPath);
        Assert.Equal(("130\n", ""), (result.Out, result.Err));
    }

    [Fact]
    public async Task An_output_that_fails_is_unknown_to_monitoring()
    {
        _daemon.On("GET /v1/version", """{"version":"0.1.0","cluster":"c","node":"n","uuid":"u"}""")
            .On("GET /v1/queue", """{"drained":false,"stopping":false,"running":0,"waiting":0,"queued":0,"limit":1}""")
            .On("GET /readyz", """{"ready":true,"failing":[],"notices":[]}""")
            .On("GET /v1/config", """{"settings":[]}""")
            .On("GET /v1/query/service-group", Canned.Page(1, 0, null))
            .On("GET /v1/query/job", Canned.Page(1, 0, null));
        Assert.Equal(0, (await CliRun.ShellAsync("\"$drover\" status", _daemon.SocketPath)).Code);
        var result = await CliRun.ShellAsync("\"$drover\" status > /dev/full", _daemon.SocketPath);
        Assert.Equal(3, result.Code);
        Assert.StartsWith("drover: OUTPUT_FAILED: ", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told()
    {
        _daemon.On("GET /v1/query/job", Canned.JobRows);
        var result = await CliRun.ShellAsync("\"$drover\" get jobs > /dev/full", _daemon.SocketPath);
        Assert.Equal(1, result.Code);
        Assert.StartsWith("drover: OUTPUT_FAILED: the output could not be written: No space left on device\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigint_while_following_is_exit_code_130_and_the_job_goes_on()
    {
        _daemon.On("GET /v1/jobs/17/follow", FakeDaemon.Endless(Canned.Wait("running", false)));
        var result = await CliRun.ShellAsync("coproc D { exec \"$drover\" watch 17 2>&1; }; pid=$D_PID; read -r line <&${D[0]}; echo \"$line\"; kill -INT $pid; cat <&${D[0]}; wait $pid; echo $?", _daemon.SocketPath);
        Assert.Equal("Job 17 running\n\nJob 17 goes on. Stop it with 'drover cancel 17'; follow it again with 'drover watch 17'.\n130\n", result.Out);
    }

    [Theory]
    [InlineData("version", 0)]
    [InlineData("wait 17", 4)]
    [InlineData("wait 18", 1)]
    [InlineData("wait 19 --timeout 0", 5)]
    [InlineData("get jobs -c xy", 14)]
    [InlineData("show 20", 6)]
    [InlineData("show 21", 7)]
    [InlineData("show 22", 1)]
    [InlineData("nonsense", 2)]
    [InlineData("version --socket /nonexistent/s", 3)]
    public async Task Exit_codes_are_those_documented(string line, int code)
    {
        _daemon.On("GET /v1/version", """{"version":"0.1.0","cluster":"c","node":"n","uuid":"u"}""")
            .OnJob(17, Canned.Wait("canceled", true))
            .OnJob(18, Canned.Wait("error", true))
            .OnJob(19, Canned.Wait("running", false))
            .On("GET /v1/jobs/20", 404, """{"error":{"code":"JOB_UNKNOWN","message":"There is no job 20"}}""")
            .On("GET /v1/jobs/21", 403, """{"error":{"code":"NOT_ALLOWED","message":"uid:7 may not"}}""")
            .On("GET /v1/jobs/22", 500, """{"error":{"code":"INTERNAL","message":"a defect"}}""")
            .On("GET /v1/query/job", 400, """{"error":{"code":"UNKNOWN_FIELD","message":"xy"}}""");
        Assert.Equal(code, (await CliRun.ShellAsync($"\"$drover\" {line}", _daemon.SocketPath)).Code);
    }

    [Fact]
    public async Task Output_of_two_runs_into_one_file_does_not_overlap()
    {
        _daemon.On("GET /v1/query/job", Canned.Page(1, 2, null));
        var result = await CliRun.ShellAsync("f=$(mktemp); { \"$drover\" get jobs --all -c id --no-headers; \"$drover\" get jobs -o jsonl; } > $f; cat $f; rm $f", _daemon.SocketPath);
        Assert.Equal("1\n2\n{\"id\":1}\n{\"id\":2}\n", result.Out);
    }
}
