using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.Jobs;

public sealed class JobVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Wait_tells_how_each_job_ended_and_the_worst_decides()
    {
        _daemon.OnJob(17, Canned.Wait("canceled", true))
            .OnJob(18, """{"id":18,"status":"success","final":true,"opstatus":[],"opresult":[],"logs":[]}""");
        var result = _daemon.Run("wait", "17", "18");
        Assert.Equal((4, "Job 17 canceled\nJob 18 success\n"), (result.Code, result.Out));
    }

    [Theory]
    [InlineData("error", "canceled", 1)]
    [InlineData("canceled", "error", 1)]
    [InlineData("success", "canceled", 4)]
    [InlineData("canceled", "success", 4)]
    public void A_failure_outweighs_a_cancellation_in_any_order(string first, string second, int code)
    {
        _daemon.OnJob(17, Canned.Wait(first, true)).OnJob(18, Canned.Wait(second, true));
        Assert.Equal(code, _daemon.Run("wait", "17,18").Code);
    }

    [Fact]
    public void Wait_gives_up_with_exit_code_5()
    {
        var result = _daemon.OnJob(17, Canned.Wait("running", false)).Run("wait", "17", "--timeout", "0");
        Assert.Equal((5, "drover: TIMEOUT: job 17 is not over yet\nhint: it goes on; 'drover why 17' says what it waits for\n"), (result.Code, result.Err));
        Assert.Equal("/v1/jobs/17/follow", Assert.Single(_daemon.Requests).Target);
    }

    [Fact]
    public void Wait_gives_up_while_nothing_happens()
    {
        _daemon.On("GET /v1/jobs/17/follow", FakeDaemon.Endless(Canned.Wait("running", false)));
        Assert.Equal(5, _daemon.Run("wait", "17", "--timeout", "0.01").Code);
        Assert.Single(_daemon.Requests);
    }

    [Fact]
    public void Wait_for_a_job_that_has_ended_succeeds_however_short_the_time_is() =>
        Assert.Equal(0, _daemon.OnJob(17, Canned.Wait("success", true)).Run("wait", "17", "--timeout", "0").Code);

    [Fact]
    public void Wait_for_readiness_ends_when_the_daemon_says_so()
    {
        _daemon.On("GET /readyz", (503, """{"ready":false,"error":{"code":"NOT_READY","message":"store-space: full"}}"""), (200, """{"ready":true}"""), (503, ""));
        var result = _daemon.Run("wait", "--ready");
        Assert.Equal((0, "The daemon is ready\n", ""), (result.Code, result.Out, result.Err));
        Assert.Equal(2, _daemon.Requests.Count);
    }

    [Fact]
    public void Wait_for_readiness_gives_up_with_the_reason()
    {
        _daemon.On("GET /readyz", 503, """{"ready":false,"error":{"code":"NOT_READY","message":"store-space: full"}}""");
        var result = _daemon.Run("wait", "--ready", "--timeout", "0");
        Assert.Equal((5, "drover: TIMEOUT: no daemon is ready: store-space: full\n"), (result.Code, result.Err));
        result = CliRun.InProcess(["wait", "--ready", "--timeout", "0", "--socket", "/nonexistent/s"]);
        Assert.Equal(5, result.Code);
        Assert.StartsWith("drover: TIMEOUT: no daemon is ready: no daemon answers at /nonexistent/s: there is no such socket\nhint: start one", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_is_for_jobs_or_for_readiness()
    {
        Assert.Equal(2, _daemon.Run("wait").Code);
        Assert.Equal(2, _daemon.Run("wait", "--ready", "17").Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void Watch_without_a_terminal_prints_states_and_log_as_lines()
    {
        _daemon.OnJob(17, Canned.Wait("waiting", false), Canned.Wait("running", false, Canned.Log(1, "\"a\"")), Canned.Wait("running", false, Canned.Log(2, "\"b\"")), Canned.Wait("success", true));
        Assert.Equal("""
            Job 17 waiting
            2023-11-14 22:13:21  a
            Job 17 running
            2023-11-14 22:13:22  b
            Job 17 success

            """, _daemon.Run("watch", "17").Out);
    }

    [Fact]
    public void A_daemon_that_restarts_is_waited_for_while_following()
    {
        _daemon.On("GET /v1/jobs/17/follow",
            FakeDaemon.Stream(Canned.Wait("running", false, Canned.Log(1, "\"a\""))),
            Gone,
            c => FakeDaemon.Refuse(c, 503, "STOPPING"),
            FakeDaemon.Stream(Canned.Wait("success", true, Canned.Log(2, "\"b\""))));
        var result = _daemon.Run("watch", "17");
        Assert.Equal((0, "2023-11-14 22:13:21  a\nJob 17 running\n2023-11-14 22:13:22  b\nJob 17 success\n"), (result.Code, result.Out));
        Assert.Equal("the daemon went away; job 17 is in its journal; waiting for it to come back\n", result.Err);
        Assert.Equal(["0", "1", "1", "1"], _daemon.Requests.Where(r => r.Line.EndsWith("/follow", StringComparison.Ordinal)).Select(r => r.Query["after_log"].ToString()));
    }

    [Theory]
    [InlineData("wait", "17")]
    [InlineData("logs", "17", "-f")]
    [InlineData("submit", "test-delay")]
    [InlineData("tell", "web", "1")]
    public void A_daemon_that_goes_before_its_first_answer_is_waited_for(params string[] args)
    {
        _daemon.On("POST /v1/jobs", 201, """{"id":17}""").On("GET /v1/jobs/17/follow", Gone, FakeDaemon.Stream(Canned.Wait("success", true)));
        Assert.Equal(0, _daemon.Run(args).Code);
    }

    [Fact]
    public void A_daemon_that_does_not_come_back_is_given_up_after_a_minute()
    {
        var paused = TimeSpan.Zero;
        _daemon.On("GET /v1/jobs/17/follow", FakeDaemon.Stream(Canned.Wait("running", false)), Gone);
        var result = CliRun.InProcess(["wait", "17", "--socket", _daemon.SocketPath], pause: span => paused += span);
        Assert.Equal(3, result.Code);
        Assert.Contains("drover: CONNECTION_LOST: ", result.Err, StringComparison.Ordinal);
        Assert.InRange(paused, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void A_daemon_that_is_away_is_waited_for_no_longer_than_the_time_given()
    {
        var paused = TimeSpan.Zero;
        _daemon.On("GET /v1/jobs/17/follow", FakeDaemon.Stream(Canned.Wait("running", false)), Gone);
        Assert.Equal(5, CliRun.InProcess(["wait", "17", "--timeout", "0", "--socket", _daemon.SocketPath], pause: span => paused += span).Code);
        Assert.Equal(TimeSpan.Zero, paused);
    }

    [Fact]
    public void Ctrl_C_leaves_the_job_alone_and_says_so()
    {
        Session session = null!;
        _daemon.On("GET /v1/jobs/17/follow",
            FakeDaemon.Stream(Canned.Wait("running", false)),
            async c =>
            {
                session.InterruptNow();
                await FakeDaemon.Endless()(c);
            });
        var result = CliRun.InProcess(["watch", "17", "--socket", _daemon.SocketPath], s => session = s);
        Assert.Equal((130, "the daemon went away; job 17 is in its journal; waiting for it to come back\n\nJob 17 goes on. Stop it with 'drover cancel 17'; follow it again with 'drover watch 17'.\n"), (result.Code, result.Err));
    }

    [Fact]
    public void Logs_are_read_to_their_end_and_followed_if_asked()
    {
        _daemon.On("GET /v1/jobs/17/logs", "{\"logs\":[" + Canned.Log(1, "\"a\"") + "," + Canned.Log(2, "\"b\"") + "]}")
            .OnJob(17, Canned.Wait("running", false, Canned.Log(1, "\"a\"")), Canned.Wait("success", true, Canned.Log(2, "\"b\"") + "," + Canned.Log(3, "\"c\"")));
        Assert.Equal("2023-11-14 22:13:21 op 0  a\n2023-11-14 22:13:22 op 0  b\n", _daemon.Run("logs", "17").Out);
        Assert.Equal("2023-11-14 22:13:21 op 0  a\n2023-11-14 22:13:22 op 0  b\n2023-11-14 22:13:23 op 0  c\n", _daemon.Run("logs", "17", "-f").Out);
        Assert.Equal("""
            {"serial":1,"time":"2023-11-14T22:13:21Z","opcode":0,"type":"message","content":"a"}
            {"serial":2,"time":"2023-11-14T22:13:22Z","opcode":0,"type":"message","content":"b"}

            """, _daemon.Run("logs", "17", "-o", "jsonl").Out);
    }

    [Fact]
    public void Cancel_goes_on_after_a_refusal()
    {
        _daemon.On("POST /v1/jobs/17/cancel", """{"done":false,"message":"Job 17 is no longer cancelable"}""").On("POST /v1/jobs/18/cancel", """{"done":true,"message":"Dequeued job 18"}""");
        var result = _daemon.Run("cancel", "17", "18", "--kill");
        Assert.Equal((6, "Dequeued job 18\n"), (result.Code, result.Out));
        Assert.Equal("drover: NOT_DONE: Job 17 is no longer cancelable\nhint: 'drover show 17' shows its state\n", result.Err);
        Assert.All(_daemon.Requests, r => Assert.Equal("""{"kill":true}""", r.Body));
    }

    [Fact]
    public void Priority_takes_negative_numbers()
    {
        var result = _daemon.On("POST /v1/jobs/17/priority", """{"done":true,"message":"ok"}""").Run("priority", "17", "-5");
        Assert.Equal((0, "ok\n", ""), (result.Code, result.Out, result.Err));
        Assert.Equal("""{"priority":-5}""", Assert.Single(_daemon.Requests).Body);
    }

    [Theory]
    [InlineData("--age", "6h", """{"age_seconds":21600}""")]
    [InlineData("--age", "1.5m", """{"age_seconds":90}""")]
    [InlineData("--all", null, """{"age_seconds":-1}""")]
    public void Archive_by_age_or_all(string option, string? value, string body)
    {
        var result = _daemon.On("POST /v1/jobs/archive", """{"archived":12,"left":3}""").Run(value is null ? ["archive", option] : ["archive", option, value]);
        Assert.Equal((0, "Archived 12 jobs, 3 left: call again\n"), (result.Code, result.Out));
        Assert.Equal(body, Assert.Single(_daemon.Requests).Body);
    }

    [Fact]
    public void Archive_and_break_locks_by_id()
    {
        _daemon.On("POST /v1/jobs/17/archive", """{"done":true}""").On("POST /v1/jobs/17/break-locks", """{"done":true}""");
        Assert.Equal("Archived job 17\n", _daemon.Run("archive", "17").Out);
        Assert.Equal("Broke the locks of job 17\n", _daemon.Run("break-locks", "17").Out);
        Assert.Equal(2, _daemon.Run("archive", "17", "--all").Code);
        Assert.Equal(2, _daemon.Run("archive").Code);
    }

    [Fact]
    public void Why_is_a_sentence_and_a_tree()
    {
        _daemon.On("GET /v1/jobs/17/why", """{"id":17,"sentence":"Job 17 waits for node n1.","tree":{"text":"Job 17 waits for node n1.","children":[{"text":"node/n1 exclusive","children":[{"text":"held by job 4"}]},{"text":"and more"}]}}""");
        Assert.Equal("""
            Job 17 waits for node n1.
            ├─ node/n1 exclusive
            │  └─ held by job 4
            └─ and more

            """, _daemon.Run("why", "17").Out);
    }

    [Fact]
    public void A_job_that_is_not_there_is_exit_code_1()
    {
        var result = _daemon.On("GET /v1/jobs/99/follow", 404, """{"error":{"code":"JOB_NOT_FOUND","message":"there is no job 99"}}""").Run("wait", "99");
        Assert.Equal((6, "drover: JOB_NOT_FOUND: there is no job 99\n"), (result.Code, result.Err));
    }

    private static Task Gone(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
