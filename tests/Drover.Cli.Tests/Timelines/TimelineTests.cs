using System.Globalization;
using System.Text.Json.Nodes;

namespace Drover.Cli.Tests.Timelines;

public sealed class TimelineTests : IAsyncLifetime
{
    private const string Job = """
        {"id":17,"status":"success","summary":["GROUP_ADD(rack1)","TEST_DELAY(4.0)"],"received_ts":[1700000000,0],"end_ts":[1700000010,0],"opstatus":["success","success"],
         "opstart":[[1700000001,0],[1700000006,0]],"opexec":[[1700000004,0],[1700000006,0]],"opend":[[1700000006,0],[1700000010,0]]}
        """;

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Waits_and_runs_are_bars_with_what_was_waited_for()
    {
        _daemon.On("GET /v1/jobs/17", Job).On("GET /v1/jobs/17/history", Page("5",
                Event(0, "job-submitted", """ "ops":[{"depends":[{"job_id":16,"statuses":["success"]}]},{"depends":[]}] """),
                Event(1, "opcode-waiting", """ "wants":{"nodegroup":{"exclusive":["rack1"]}} """),
                Event(4, "opcode-started", """ "locks":{"nodegroup":{"exclusive":["rack1"]}} """)),
            Page("null",
                Event(5, "job-priority-changed", """ "priority":-5 """),
                Event(6, "opcode-ended", """ "opcode":0,"status":"success" """),
                Event(6, "opcode-waiting", """ "opcode":1,"wants":{} """),
                Event(6, "opcode-started", """ "opcode":1,"locks":{} """),
                Event(10, "opcode-ended", """ "opcode":1,"status":"success" """)));
        var result = _daemon.Run("timeline", "17");
        Assert.Equal((0, """
            Job 17  success  GROUP_ADD(rack1), TEST_DELAY(4.0)
            submitted 2023-11-14 22:13:20

            |...                           |      0s      1s  queued, after job 16
            |   ---------                  |      1s      3s  op 0 waits for nodegroup/rack1
                                                              exclusive
            |            ######            |      4s      2s  op 0 GROUP_ADD(rack1): success
            |               ^              |      5s          has priority -5 by root
            |                  ############|      6s      4s  op 1 TEST_DELAY(4.0): success

            10s in all: 1s queued (.), 3s waiting for locks (-), 6s running (#)

            """, ""), (result.Code, result.Out, result.Err));
        Assert.Equal(["0", "5"], _daemon.Requests.Where(r => r.Line.EndsWith("/history", StringComparison.Ordinal)).Select(r => r.Query["after"].ToString()));
    }

    [Fact]
    public void A_job_that_goes_on_is_drawn_up_to_now()
    {
        _daemon.On("GET /v1/jobs/17", """{"id":17,"status":"running","summary":["A"],"received_ts":[1700000000,0],"end_ts":null,"opstatus":["running"]}""")
            .On("GET /v1/jobs/17/history", Page("null",
                Event(0, "job-submitted", """ "ops":[] """),
                Event(2, "job-held", """ "reason":"rate limit" """),
                Event(4, "job-released", ""),
                Event(5, "opcode-waiting", """ "opcode":0,"prepares":true """),
                Event(6, "opcode-prepared", """ "opcode":0,"wants":{"node":{"shared":["n1"]}} """),
                Event(7, "locks-reconsidered", """ "opcode":0,"wants":{"node":{"shared":["n2"]}} """),
                Event(8, "opcode-started", """ "opcode":0,"locks":{} """),
                Event(9, "jobs-recovered", """ "requeued":[],"resumed":[{"id":17}] """)));
        var result = _daemon.RunAt(1_700_000_010, "timeline", "17");
        Assert.Equal("""
            |......                        |      0s      2s  queued
            |      oooooo                  |      2s      2s  held: rate limit
            |            ...               |      4s      1s  queued
            |               ===            |      5s      1s  op 0 prepares
            |                  ---         |      6s      1s  op 0 waits for node/n1 shared
            |                     ---      |      7s      1s  op 0 waits for node/n2 shared
            |                        ######|      8s      2s  op 0 A: runs
            |                           ^  |      9s          the daemon started anew: it
                                                              goes on

            10s in all: 3s queued (.), 2s held (o), 1s preparing (=), 2s waiting for locks (-), 2s running (#)

            """, string.Join('\n', result.Out.Split('\n').Skip(3)));
    }

    [Fact]
    public void A_job_that_was_cut_off_and_one_that_was_canceled_say_so()
    {
        _daemon.On("GET /v1/jobs/17", """{"id":17,"status":"canceled","summary":["A"],"received_ts":[1700000000,0],"end_ts":[1700000010,0],"opstatus":["canceled"]}""")
            .On("GET /v1/jobs/17/history", Page("null",
                Event(0, "job-submitted", ""),
                Event(0, "opcode-started", """ "opcode":0,"locks":{} """),
                Event(5, "jobs-recovered", """ "requeued":[17] """),
                Event(9, "job-canceling", ""),
                Event(10, "job-canceled", "")));
        var phases = JsonNode.Parse(_daemon.Run("timeline", "17", "-o", "json").Out)!["phases"]!.AsArray();
        Assert.Equal(["queued 0 ", "runs 5 cut off", "queued 4 ", "canceling 1 "], phases.Select(p => $"{p!["kind"]} {p["seconds"]} {p["outcome"]}"));
    }

    [Fact]
    public void Without_its_submit_it_follows_from_the_job_and_that_is_told()
    {
        _daemon.On("GET /v1/jobs/17", Job).On("GET /v1/jobs/17/history", Page("null", Event(6, "opcode-ended", """ "opcode":0,"status":"success" """)));
        var result = _daemon.Run("timeline", "17", "-o", "json");
        var timeline = JsonNode.Parse(result.Out)!;
        Assert.False((bool)timeline["whole"]!);
        Assert.Equal(["queued  1", "waits 0 3", "runs 0 2", "runs 1 4"], timeline["phases"]!.AsArray().Select(p => $"{p!["kind"]} {p["opcode"]} {p["seconds"]}"));
        Assert.Equal("the journal does not go back to the submit of this job: what it waited for is not known\n", result.Err);
    }

    [Fact]
    public void A_job_that_there_is_not_is_exit_code_6()
    {
        _daemon.On("GET /v1/jobs/99/history", 404, """{"error":{"code":"JOB_UNKNOWN","message":"There is no job 99."}}""");
        var result = _daemon.Run("timeline", "99");
        Assert.Equal((6, "drover: JOB_UNKNOWN: There is no job 99.\n"), (result.Code, result.Err));
    }

    private static string Event(int second, string kind, string members) =>
        string.Create(CultureInfo.InvariantCulture,
            $$$"""{"seq":{{{second + 1}}},"time":[{{{1_700_000_000 + second}}},0],"actor":"uid:0","kind":"{{{kind}}}","payload":{"id":17{{{(members.Trim().Length > 0 ? "," : "")}}}{{{members}}} }}""");

    private static string Page(string next, params string[] events) => $$"""{"events":[{{string.Join(',', events)}}],"next":{{next}}}""";
}
