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
        _daemon.On("GET /v1/jobs/17/wait", Canned.Wait("canceled", true))
            .On("GET /v1/jobs/18/wait", """{"id":18,"status":"success","final":true,"opstatus":[],"opresult":[],"logs":[]}""");
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
        _daemon.On("GET /v1/jobs/17/wait", Canned.Wait(first, true)).On("GET /v1/jobs/18/wait", Canned.Wait(second, true));
        Assert.Equal(code, _daemon.Run("wait", "17,18").Code);
    }

    [Fact]
    public void Wait_gives_up_with_exit_code_5()
    {
        var result = _daemon.On("GET /v1/jobs/17/wait", Canned.Wait("running", false)).Run("wait", "17", "--timeout", "0");
        Assert.Equal((5, "drover: TIMEOUT: job 17 is not over yet\nhint: it goes on; 'drover why 17' says what it waits for\n"), (result.Code, result.Err));
        Assert.Equal("0", Assert.Single(_daemon.Requests).Query["timeout"]);
    }

    [Fact]
    public void Watch_without_a_terminal_prints_states_and_log_as_lines()
    {
        _daemon.On("GET /v1/jobs/17/wait", Canned.Wait("waiting", false), Canned.Wait("running", false, Canned.Log(1, "\"a\"")), Canned.Wait("running", false, Canned.Log(2, "\"b\"")), Canned.Wait("success", true));
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
        _daemon.On("GET /v1/jobs/17/wait",
            c => c.Response.WriteAsync(Canned.Wait("running", false)),
            c => { c.Abort(); return Task.CompletedTask; },
            c => { c.Abort(); return Task.CompletedTask; },
            c => c.Response.WriteAsync(Canned.Wait("success", true)));
        var result = _daemon.Run("watch", "17");
        Assert.Equal((0, "Job 17 running\nJob 17 success\n"), (result.Code, result.Out));
        Assert.Equal("the daemon went away; job 17 is in its journal; waiting for it to come back\n", result.Err);
    }

    [Fact]
    public void Ctrl_C_leaves_the_job_alone_and_says_so()
    {
        Session session = null!;
        _daemon.On("GET /v1/jobs/17/wait",
            c => c.Response.WriteAsync(Canned.Wait("running", false)),
            async c =>
            {
                session.InterruptNow();
                await Task.Delay(Timeout.Infinite, c.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            });
        var result = CliRun.InProcess(["watch", "17", "--socket", _daemon.SocketPath], s => session = s);
        Assert.Equal((130, "\nJob 17 goes on. Stop it with 'drover cancel 17'; follow it again with 'drover watch 17'.\n"), (result.Code, result.Err));
    }

    [Fact]
    public void Logs_are_read_to_their_end_and_followed_if_asked()
    {
        _daemon.On("GET /v1/jobs/17/logs", "{\"logs\":[" + Canned.Log(1, "\"a\"") + "," + Canned.Log(2, "\"b\"") + "]}")
            .On("GET /v1/jobs/17/wait", Canned.Wait("success", true, Canned.Log(3, "\"c\"")));
        Assert.Equal("2023-11-14 22:13:21 op 0  a\n2023-11-14 22:13:22 op 0  b\n", _daemon.Run("logs", "17").Out);
        Assert.EndsWith("op 0  b\n2023-11-14 22:13:23 op 0  c\n", _daemon.Run("logs", "17", "-f").Out, StringComparison.Ordinal);
        Assert.Equal("2", _daemon.Requests.Last().Query["after_log"]);
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
        _daemon.On("GET /v1/jobs/17/why", """{"id":17,"sentence":"Job 17 waits for node n1.","tree":{"text":"job 17","children":[{"text":"node/n1 exclusive","children":[{"text":"held by job 4"}]},{"text":"and more"}]}}""");
        Assert.Equal("""
            Job 17 waits for node n1.

            job 17
            ├─ node/n1 exclusive
            │  └─ held by job 4
            └─ and more

            """, _daemon.Run("why", "17").Out);
    }

    [Fact]
    public void A_job_that_is_not_there_is_exit_code_1()
    {
        var result = _daemon.On("GET /v1/jobs/99/wait", 404, """{"error":{"code":"JOB_NOT_FOUND","message":"there is no job 99"}}""").Run("wait", "99");
        Assert.Equal((6, "drover: JOB_NOT_FOUND: there is no job 99\n"), (result.Code, result.Err));
    }
}
