using System.Text.Json.Nodes;

namespace Drover.Cli.Tests.Overview;

public sealed class StatusTests : IAsyncLifetime
{
    private const string Well = """{"fields":[],"rows":[[[0,"web"],[0,"DONE"],[0,"1"],[0,null],[0,[]]]],"next":null}""";
    private const string NoJobs = """{"fields":[],"rows":[],"next":null}""";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await FakeDaemon.StartAsync();
        _daemon.On("GET /v1/version", """{"version":"0.1.0","cluster":"fleet","node":"node1","uuid":"u"}""")
            .On("GET /v1/queue", Queue(drained: false))
            .On("GET /readyz", """{"ready":true,"failing":[],"notices":[]}""")
            .On("GET /v1/config", """{"settings":[{"name":"state","value":null,"origin":"command line","doc":""}]}""")
            .On("GET /v1/query/service-group", Well)
            .On("GET /v1/query/job", NoJobs);
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void All_is_well()
    {
        var result = _daemon.Run("status");
        Assert.Equal((0, """
            OK: fleet on node1 is ready
            leader    node1, droverd 0.1.0
            queue     takes jobs: 2 running, 1 waiting, 4 queued of at most 200000
            services  1 of 1 group is well
            disk      not for this user to see
            failed    no job of late

            """), (result.Code, result.Out));
    }

    [Fact]
    public void What_is_wrong_is_in_the_first_line_and_is_exit_code_1()
    {
        _daemon.On("GET /v1/queue", Queue(drained: true))
            .On("GET /v1/query/service-group", """{"fields":[],"rows":[[[0,"web"],[0,"DEGRADED"],[0,"1"],[0,"httpd dies too quickly"],[0,[]]]],"next":null}""");
        var result = _daemon.Run("status");
        Assert.Equal(1, result.Code);
        Assert.StartsWith("WARNING: fleet on node1 is ready; group web is DEGRADED; the queue refuses new jobs\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("          web DEGRADED at level 1: httpd dies too quickly\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_with_errors_in_the_cltab_are_told()
    {
        _daemon.On("GET /v1/query/service-group",
            """{"fields":[],"rows":[[[0,"db"],[0,"REFUSED"],[3,null],[0,"unknown mode"],[0,["cltab:2:1: error: unknown mode"]]],[[0,"web"],[0,"DONE"],[0,"1"],[3,null],[0,["cltab:1:1: error: x"]]]],"next":null}""");
        var result = _daemon.Run("status");
        Assert.Equal(1, result.Code);
        Assert.StartsWith("WARNING: fleet on node1 is ready; group db is REFUSED; group web is DONE by its definition of before, for the cltab has errors\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("""
            services  0 of 2 groups are well
                      db REFUSED unknown mode
                      web DONE at level 1, by its definition of before: cltab:1:1: error: x

            """, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_see_errors_of_groups_hears_that_there_are_some()
    {
        _daemon.On("GET /readyz", """{"ready":true,"failing":[],"notices":[{"name":"cltab-errors","message":"see its log"}]}""")
            .On("GET /v1/query/service-group", """{"fields":[],"rows":[[[0,"web"],[0,"DONE"],[0,"1"],[3,null],[3,null]]],"next":null}""");
        var result = _daemon.Run("status");
        Assert.Equal(1, result.Code);
        Assert.StartsWith("WARNING: fleet on node1 is ready; the cltab has errors\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_is_not_ready_is_exit_code_2_and_none_is_3()
    {
        _daemon.On("GET /readyz", 503, """{"ready":false,"error":{"code":"NOT_READY","message":"store-space: The disk is nearly full."}}""");
        var result = _daemon.Run("status");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("CRITICAL: fleet on node1 is not ready; store-space: The disk is nearly full.\n", result.Out, StringComparison.Ordinal);
        Assert.Equal(3, CliRun.InProcess(["status", "--socket", "/nonexistent/s"]).Code);
    }

    [Fact]
    public void Failed_jobs_of_late_and_the_longest_wait_are_named()
    {
        _daemon.On("GET /v1/query/job",
            """{"rows":[[[0,9],[0,"waiting"],[0,["TEST_DELAY(1.0)"]],[0,["waiting"]],[0,0],[0,"uid:0"],[0,[100,0]],[0,[null]],[0,null],[3,null]]],"next":null}""",
            """{"rows":[[[0,4],[0,["TEST_DUMMY"]],[0,[940,0]],[0,["error"]],[0,[["OpExecError",["it broke"]]]]]],"next":null}""")
            .On("GET /v1/jobs/9/why", """{"sentence":"Job 9 waits for node 'n'."}""");
        var result = CliRun.InProcess(["status", "--failed-since", "5m", "--socket", _daemon.SocketPath], clock: new FixedClock(DateTimeOffset.UnixEpoch.AddSeconds(1000)));
        Assert.Contains("longest   job 9 (TEST_DELAY(1.0)), waiting for 15m 00s\n          waits for node 'n'.\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("failed    job 4 (TEST_DUMMY) 1m 00s ago: op 0: it broke\n", result.Out, StringComparison.Ordinal);
        Assert.Equal("status == \"error\" and end_ts > 700", _daemon.Requests.Last(request => request.Line == "GET /v1/query/job").Query["filter"]);
    }

    [Fact]
    public void Whatever_goes_wrong_it_is_one_screen()
    {
        static string Many(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(1, count).Select(item));
        _daemon.On("GET /readyz", """{"ready":false,"failing":[""" + Many(9, i => $$"""{"name":"c{{i}}","message":"m"}""") + """],"notices":[""" + Many(9, i => $$"""{"name":"n{{i}}","message":"m"}""") + "]}")
            .On("GET /v1/query/service-group", """{"rows":[""" + Many(50, i => $$"""[[0,"g{{i}}"],[0,"FAILED"],[0,"1"],[0,"why"],[0,[]]]""") + """],"next":null}""")
            .On("GET /v1/query/job",
                """{"rows":[[[0,9],[0,"waiting"],[0,["A"]],[0,["waiting"]],[0,0],[0,"uid:0"],[0,[100,0]],[0,[null]],[0,null],[3,null]]],"next":null}""",
                """{"rows":[""" + Many(50, i => $$"""[[0,{{i}}],[0,["A"]],[0,[940,0]],[0,["error"]],[0,[["E",["x"]]]]]""") + """],"next":null}""")
            .On("GET /v1/jobs/9/why", """{"sentence":"Job 9 waits."}""");
        Assert.InRange(_daemon.Run("status").Out.Split('\n').Length, 20, 24);
    }

    [Fact]
    public void For_programs_it_is_one_object()
    {
        var result = _daemon.Run("status", "-o", "json");
        var status = JsonNode.Parse(result.Out)!;
        Assert.Equal((0, "ok", "fleet", 2), (result.Code, (string)status["severity"]!, (string)status["cluster"]!, (int)status["queue"]!["running"]!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""[{"name":"web","state":"DONE","note":"at level 1"}]"""), status["services"]));
    }

    private static string Queue(bool drained) =>
        $$"""{"drained":{{(drained ? "true" : "false")}},"stopping":false,"watcher_pause":null,"unfinished":7,"running":2,"waiting":1,"queued":4,"limit":200000}""";

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
