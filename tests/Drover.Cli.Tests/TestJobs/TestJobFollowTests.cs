using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.TestJobs;

public sealed class TestJobFollowTests : IAsyncLifetime
{
    private const string Definition = "job_name: a   # as it stands\ndevice_type: qemu\nactions: []\n";
    private const string Job = "GET /v1/query/test-job";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/jobs", 201, """{"id":17}""")
        .On("GET /v1/events", FakeDaemon.Endless())
        .On(Job, CannedLab.Row("Finished", "Complete", "b1"))
        .On("GET /v1/query/result", CannedLab.Results("0_smoke boot pass 3.5 s", "lava job pass"))
        .On(CannedLab.Log, context => context.Request.Headers.Accept.ToString().Contains("event-stream", StringComparison.Ordinal)
            ? FakeDaemon.Endless(CannedLab.Piece(0, CannedLab.Line("one") + CannedLab.Line("half")[..10]))(context)
            : context.Response.WriteAsync(Rest(int.Parse(context.Request.Query["offset"]!, System.Globalization.CultureInfo.InvariantCulture)) + "\n"))
        .OnJob(17, Canned.Wait("success", true, opresult: """[{"health":"complete","device":"b1"}]"""));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void A_file_with_a_test_job_is_submitted_as_it_stands_and_its_id_printed()
    {
        var result = Submit(Definition, "-d", "-p", "5");
        Assert.Equal((0, "17\n", ""), (result.Code, result.Out, result.Err));
        using var body = JsonDocument.Parse(Assert.Single(_daemon.Requests).Body);
        var op = Assert.Single(body.RootElement.GetProperty("ops").EnumerateArray());
        Assert.Equal(("OP_TEST_JOB_RUN", Definition, 5), (op.GetProperty("OP_ID").GetString(), op.GetProperty("definition").GetString(), op.GetProperty("priority").GetInt32()));
    }

    [Fact]
    public void Standard_input_and_several_files_are_taken()
    {
        Assert.Equal(0, CliRun.InProcess(["submit", "-", "-d", "--socket", _daemon.SocketPath], input: Definition).Code);
        _daemon.On("POST /v1/jobs", 201, """{"jobs":[{"id":17},{"id":18}]}""");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"OP_ID":"test-delay","duration":1}""");
            var result = CliRun.InProcess(["submit", "-", file, "-d", "--socket", _daemon.SocketPath], input: Definition);
            Assert.Equal((0, "17\n18\n"), (result.Code, result.Out));
        }
        finally
        {
            File.Delete(file);
        }

        using var body = JsonDocument.Parse(_daemon.Requests.Last().Body);
        Assert.Equal(["OP_TEST_JOB_RUN", "OP_TEST_DELAY"], body.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("ops")[0].GetProperty("OP_ID").GetString()));
    }

    [Fact]
    public void Following_prints_each_line_once_and_what_the_cases_found()
    {
        var result = Submit(Definition);
        Assert.Equal("""
            Job 17 submitted
            2023-11-14 22:13:21  one
            2023-11-14 22:13:21  half
            Job 17 complete on device b1 after 42s
            Suite    Passed  Failed  Skipped  Unknown
            0_smoke       1       0        0        0
            lava          1       0        0        0

            """, Untimed(result.Out));
        Assert.Equal((0, ""), (result.Code, result.Err));
    }

    [Fact]
    public void Cases_that_failed_are_named_and_are_exit_code_8()
    {
        _daemon.On("GET /v1/query/result", CannedLab.Results("0_smoke boot pass", "0_smoke net fail 7 ms", "lava http-download fail", "lava job pass", "1_x y skip", "1_x z odd"));
        var result = Submit(Definition);
        Assert.EndsWith("""
            Suite    Passed  Failed  Skipped  Unknown
            0_smoke       1       1        0        0
            lava          1       1        0        0
            1_x           0       0        1        1
            failed: 0_smoke/net (7 ms)
            failed: lava/http-download

            """, result.Out, StringComparison.Ordinal);
        Assert.Equal((8, "drover: CASES_FAILED: 1 test case of job 17 failed\nhint: 'drover get results --job 17' lists all, 'drover logs 17' prints the log\n"), (result.Code, result.Err));
    }

    [Fact]
    public void Steps_of_the_job_that_were_done_again_do_not_count_as_failed_cases()
    {
        _daemon.On("GET /v1/query/result", CannedLab.Results("lava http-download fail", "lava http-download pass", "lava job pass"));
        Assert.Equal(0, Submit(Definition).Code);
    }

    [Fact]
    public void An_incomplete_job_is_exit_code_1_and_a_canceled_one_4()
    {
        _daemon.On(Job, CannedLab.Row("Finished", "Incomplete", "b1")).OnJob(17, Canned.Wait("error", true, opresult: """[["OpExecError",["The test job is incomplete (Job error): no power"]]]"""));
        var result = Submit(Definition);
        Assert.Equal(1, result.Code);
        Assert.Contains("Job 17 incomplete on device b1", result.Out, StringComparison.Ordinal);
        Assert.StartsWith("drover: JOB_FAILED: job 17 ended as error: op 0: The test job is incomplete (Job error): no power\n", result.Err, StringComparison.Ordinal);

        _daemon.On(Job, CannedLab.Row("Finished", "Canceled", "b1")).OnJob(17, Canned.Wait("error", true, opresult: """[["OpExecError",["The test job was canceled"]]]"""));
        Assert.Equal(4, Submit(Definition).Code);
        _daemon.OnJob(17, Canned.Wait("canceled", true));
        Assert.Equal(4, Submit(Definition).Code);
    }

    [Fact]
    public void Where_the_log_is_hidden_the_end_does_not_pass_for_a_success()
    {
        var first = new TaskCompletionSource();
        _daemon.On(CannedLab.Log, async context =>
        {
            await FakeDaemon.Refuse(context, 403, "NOT_ALLOWED");
            first.TrySetResult();
        }).On("GET /v1/jobs/17/follow", async context =>
        {
            await first.Task;
            await FakeDaemon.Stream(Canned.Wait("success", true))(context);
        });
        var result = Submit(Definition);
        Assert.Equal(7, result.Code);
        Assert.Contains("the log and the results of job 17 are shown to operators only\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_with_the_log_on_standard_error()
    {
        _daemon.On("GET /v1/query/result", CannedLab.Results("0_smoke net fail"));
        var result = Submit(Definition, "-o", "json");
        Assert.Equal("""
            {"id":17,"status":"success","health":"complete","device":"b1","cases":{"passed":0,"failed":1,"skipped":0,"unknown":0},"failed":[{"suite":"0_smoke","case":"net"}],"opstatus":["success"],"opresult":[{"health":"complete","device":"b1"}]}

            """, result.Out);
        Assert.StartsWith("2023-11-14 22:13:21  one\n", Untimed(result.Err), StringComparison.Ordinal);
        Assert.Equal(8, result.Code);
    }

    [Fact]
    public void Changes_of_state_are_told_between_the_lines()
    {
        var seen = new TaskCompletionSource();
        _daemon.On(Job, context => Answer(context, CannedLab.Row("Submitted")), context => Answer(context, CannedLab.Row("Running", device: "b1")), async context =>
            {
                await Answer(context, CannedLab.Row("Finished", "Complete", "b1"));
                seen.TrySetResult();
            })
            .On("GET /v1/query/job", """{"fields":[],"rows":[[[0,17],[0,"waiting"],[0,["TEST_JOB_RUN"]],[0,["waiting"]],[0,0],[0,"uid:0"],[0,[1700000000,0]],[0,null],[0,null],[3,null]]],"next":null}""")
            .On("GET /v1/query/device", """{"fields":[],"rows":[[[0,"Good"],[0,16],[3,null],[0,"w1"],[0,false]],[[0,"Maintenance"],[3,null],[0,"x"],[0,"w1"],[0,false]],[[0,"Good"],[3,null],[0,"x"],[0,"w2"],[0,false]]],"next":null}""")
            .On("GET /v1/query/worker", """{"fields":[],"rows":[[[0,"w2"]]],"next":null}""")
            .On("GET /v1/events", FakeDaemon.Stream())
            .On("GET /v1/jobs/17/follow", async context =>
            {
                await seen.Task;
                await FakeDaemon.Stream(Canned.Wait("success", true))(context);
            });
        var lines = Submit(Definition).Out.Split('\n').Where(line => line.StartsWith("Job", StringComparison.Ordinal));
        Assert.Equal(
            ["Job 17 submitted", "Job 17 waits: 3 devices of type qemu with kvm: 1 has job 16, 1 offline, 1 in maintenance", "Job 17 running on device b1, worker w1", "Job 17 complete on device b1 after 42s"], lines);
    }

    [Fact]
    public void Watching_a_test_job_that_is_over_tells_what_its_cases_found()
    {
        _daemon.On("GET /v1/query/result", CannedLab.Results("0_smoke net fail"));
        var result = _daemon.Run("watch", "17");
        Assert.Equal(8, result.Code);
        Assert.StartsWith("2023-11-14 22:13:21  one\n2023-11-14 22:13:21  half\nJob 17 complete", Untimed(result.Out), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_group_each_test_job_is_followed_and_the_worst_end_is_the_exit_code()
    {
        _daemon.On("POST /v1/jobs", 201, """{"id":16}""").OnJob(16, """{"id":16,"status":"success","final":true,"opstatus":["success"],"opresult":[{"jobs":[[true,17]]}],"logs":[]}""")
            .On("GET /v1/query/result", CannedLab.Results("0_smoke net fail"));
        var result = Submit("job_name: a\nprotocols: {lava-multinode: {roles: {}}}\nactions: []\n");
        Assert.Equal(8, result.Code);
        Assert.StartsWith("Job 16 submitted\nJob 16 has made test jobs 17\n2023-11-14 22:13:21  one\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("\"OP_TEST_GROUP_SUBMIT\"", _daemon.Requests.First().Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_does_not_go_with_a_file()
    {
        var result = _daemon.Run("submit", "./nosuch.yaml", "priority=3");
        Assert.Equal((2, "drover: USAGE: 'priority=3' is a parameter of an opcode, and './nosuch.yaml' is a file\nhint: what a file says stands in it; options such as --priority go with it\n"), (result.Code, result.Err));
    }

    [Fact]
    public void What_is_neither_form_is_told_with_both()
    {
        var result = Submit("x: 1\n");
        Assert.Equal(2, result.Code);
        Assert.Contains("is no test job (job_name, device_type, actions), and holds neither an opcode with OP_ID, nor 'ops', nor 'jobs'\nhint: a test job is written as for LAVA; else write OP_ID: ", result.Err, StringComparison.Ordinal);
    }

    /// <summary>The log from an offset on.</summary>
    private static string Rest(int offset) => CannedLab.Piece(offset, (CannedLab.Line("one") + CannedLab.Line("half"))[offset..]);

    /// <summary>States come when they come; the log has its own order.</summary>
    private static string Untimed(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("Job 17 waits", StringComparison.Ordinal) && !line.StartsWith("Job 17 running", StringComparison.Ordinal)));

    private static Task Answer(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private CliResult Submit(string text, params string[] options)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        File.WriteAllText(file, text);
        try
        {
            return _daemon.Run(["submit", file, .. options]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
