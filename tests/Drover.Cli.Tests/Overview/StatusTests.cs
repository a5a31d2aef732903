using System.Text.Json.Nodes;

namespace Drover.Cli.Tests.Overview;

public sealed class StatusTests : IAsyncLifetime
{
    private const string Well = """{"fields":[],"rows":[[[0,"node1"],[0,"web"],[0,"DONE"],[0,"1"],[0,null],[0,[]]]],"next":null}""";
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
            .On("GET /v1/query/service-group", """{"fields":[],"rows":[[[0,"node1"],[0,"web"],[0,"DEGRADED"],[0,"1"],[0,"httpd dies too quickly"],[0,[]]]],"next":null}""");
        var result = _daemon.Run("status");
        Assert.Equal(1, result.Code);
        Assert.StartsWith("WARNING: fleet on node1 is ready; group web is DEGRADED; the queue refuses new jobs\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("          web DEGRADED at level 1: httpd dies too quickly\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_with_errors_in_the_cltab_are_told()
    {
        _daemon.On("GET /v1/query/service-group",
            """{"fields":[],"rows":[[[0,"node1"],[0,"db"],[0,"REFUSED"],[3,null],[0,"unknown mode"],[0,["cltab:2:1: error: unknown mode"]]],[[0,"node1"],[0,"web"],[0,"DONE"],[0,"1"],[3,null],[0,["cltab:1:1: error: x"]]]],"next":null}""");
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
            .On("GET /v1/query/service-group", """{"fields":[],"rows":[[[0,"node1"],[0,"web"],[0,"DONE"],[0,"1"],[3,null],[3,null]]],"next":null}""");
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
            .On("GET /v1/query/service-group", """{"rows":[""" + Many(50, i => $$"""[[0,"node1"],[0,"g{{i}}"],[0,"FAILED"],[0,"1"],[0,"why"],[0,[]]]""") + """],"next":null}""")
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

    [Fact]
    public void In_French_people_read_French_and_programs_the_same_as_ever()
    {
        _daemon.On("GET /v1/query/service-group", """{"rows":[[[0,"node1"],[0,"web"],[0,"DEGRADED"],[0,"1"],[0,"bad pauses"],[0,[]]]],"next":null}""");
        string Status(string language, params string[] options) =>
            CliRun.InProcess(["status", .. options, "--socket", _daemon.SocketPath], environment: name => name == "DROVER_LANG" ? language : null).Out;
        Assert.StartsWith("WARNING: fleet sur node1 est prêt; le groupe web est DEGRADED\n", Status("fr"), StringComparison.Ordinal);
        Assert.Contains("0 groupe sur 1 va bien\n          web DEGRADED au niveau 1: bad pauses\n", Status("fr"), StringComparison.Ordinal);
        var (english, french) = (JsonNode.Parse(Status("en", "-o", "json"))!, JsonNode.Parse(Status("fr", "-o", "json"))!);
        Assert.True(JsonNode.DeepEquals(english["problems"], french["problems"]));
        Assert.True(JsonNode.DeepEquals(english["services"], french["services"]));
    }

    [Fact]
    public void With_full_the_daemon_is_shown_from_within()
    {
        WithInner();
        var result = CliRun.InProcess(["status", "--full", "--socket", _daemon.SocketPath], clock: new FixedClock(DateTimeOffset.UnixEpoch.AddSeconds(1_700_007_321)));
        Assert.Equal(0, result.Code);
        Assert.StartsWith("OK: fleet on node1 is ready\n", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("""
            failed    no job of late
            process   up 2h 02m, since 2023-11-14 22:13:21; 12s of processor time; 61 of at most 1024 files open
            memory    88M resident; 40, 3 collections of generations 0, 1 held up 0.3s
            versions  drover VERSION; droverd 0.1.0
            jobs      2 running, 12 success listed; last id 17
            tasks     job 12 (TEST_DELAY(100.0)) runs for 41s, waits for the end
            locks     1 job owns some; 2 requests wait
                      node/n1 exclusive by job 12; wanted by job 13 exclusive
            journal   record 1234; 1200 records written in 400 commits since the start; 0 commits failed; database 2M, log 1.0G
            kernel    not told by this daemon
            followers 5 subscriptions of events
            clients   3 by HTTP; 4 refused
            nodes     n1 master
                      n2 offline
            workers   worker1 Online 2023.01

            """.Replace("VERSION", Cli.Operating.VersionVerb.OwnVersion, StringComparison.Ordinal), result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void In_json_full_has_every_figure_with_its_labels()
    {
        WithInner();
        var status = JsonNode.Parse(_daemon.Run("get", "status", "--full", "-o", "json").Out)!;
        Assert.Equal(92_274_688, (long)status["figures"]!["process_resident_memory_bytes"]!);
        Assert.Equal(("q\"uote", 7), ((string)status["figures"]!["odd"]![0]!["name"]!, (int)status["figures"]!["odd"]![0]!["value"]!));
        Assert.Null(status["figures"]!["wait_bucket"]);
        Assert.Equal((12, "n2", "Online"), ((int)status["running"]![0]!["id"]!, (string)status["nodes"]![1]!["name"]!, (string)status["workers"]![0]!["state"]!));
        Assert.Equal("node/n1", (string)status["locks"]![0]!["name"]!);
    }

    [Fact]
    public void Who_may_not_see_locks_and_nodes_gets_the_rest()
    {
        WithInner();
        _daemon.On("GET /v1/query/lock", 403, """{"error":{"code":"NOT_ALLOWED","message":"no"}}""").On("GET /v1/query/node", 403, """{"error":{"code":"NOT_ALLOWED","message":"no"}}""");
        var result = _daemon.Run("status", "--full");
        Assert.Equal(0, result.Code);
        Assert.Contains("nodes     not for this user to see\n", result.Out, StringComparison.Ordinal);
    }

    private void WithInner() =>
        _daemon.On("GET /metrics", """
            # TYPE drover_jobs gauge
            process_start_time_seconds{} 1700000001
            process_cpu_seconds_total{} 12.4
            process_open_fds{} 61
            process_max_fds{} 1024
            process_resident_memory_bytes 92274688
            drover_gc_collections_total{generation="1"} 3
            drover_gc_collections_total{generation="0"} 40
            drover_gc_pause_seconds_total{} 0.25
            drover_info{version="0.1.0"} 1
            drover_jobs{status="running"} 2
            drover_jobs{status="success"} 12
            drover_jobs{status="error"} 0
            drover_jobs_last_id{} 17
            drover_locks_owners{} 1
            drover_locks_waiting{} 2
            drover_journal_sequence{} 1234
            drover_journal_records_total{} 1200
            drover_kernel_batches_total{} 400
            drover_journal_commit_failures_total{} 0
            drover_store_size_bytes{file="database"} 2097152
            drover_store_size_bytes{file="log"} 1073741824
            drover_event_followers{} 5
            drover_http_connections{} 3
            drover_http_connections_refused_total{} 4
            odd{name="q\"uote",x="y"} 7
            odd{name="other"} +Inf
            wait_bucket{le="1"} 3
            """)
            .On("GET /v1/query/job", NoJobs, NoJobs,
                """{"rows":[[[0,12],[0,"running"],[0,["TEST_DELAY(100.0)"]],[0,["running"]],[0,0],[0,"uid:0"],[0,[1700007270,0]],[0,[[1700007280,0]]],[0,null],[0,"the end"]]],"next":null}""")
            .On("GET /v1/query/lock", """{"fields":[{"name":"name","kind":"other"},{"name":"mode","kind":"other"},{"name":"owner","kind":"other"},{"name":"pending","kind":"other"}],"rows":[[[0,"node/n1"],[0,"exclusive"],[0,["12"]],[0,[["exclusive",["13"]]]]],[[0,"node/[lockset]"],[0,null],[0,[]],[0,[]]]],"next":null}""")
            .On("GET /v1/query/node", """{"fields":[{"name":"name","kind":"text"},{"name":"role","kind":"text"}],"rows":[[[0,"n1"],[0,"M"]],[[0,"n2"],[0,"O"]]],"next":null}""")
            .On("GET /v1/query/worker", """{"fields":[{"name":"name","kind":"text"},{"name":"state","kind":"text"},{"name":"version","kind":"text"}],"rows":[[[0,"worker1"],[0,"Online"],[0,"2023.01"]]],"next":null}""");

    private static string Queue(bool drained) =>
        $$"""{"drained":{{(drained ? "true" : "false")}},"stopping":false,"watcher_pause":null,"unfinished":7,"running":2,"waiting":1,"queued":4,"limit":200000}""";

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
