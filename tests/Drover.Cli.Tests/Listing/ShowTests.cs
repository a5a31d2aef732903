namespace Drover.Cli.Tests.Listing;

public sealed class ShowTests
{
    private const string Job = """
        {"id":17,"status":"running","summary":["TEST_DELAY(1)"],"priority":-5,"principal":"uid:0","opstatus":["running"],
         "ops":[{"OP_ID":"OP_TEST_DELAY","comment":null,"duration":1,"reason":[]}],"opresult":[null],
         "oplog":[[[1,[1700000000,0],"message","hi"]]],"received_ts":[1700000000,5],"start_ts":[1700000002,0],"end_ts":null,"waits_for":"the end","archived":false}
        """;

    [Fact]
    public async Task A_number_alone_is_a_job_in_words()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Assert.Equal("""
            Job 17  running  TEST_DELAY(1)
            submitted:  2023-11-14 22:13:20, by root, 1h ago
            started:    2023-11-14 22:13:22, 2s later
            for:        59m59s
            priority:   -5
            waits for:  the end

            op 0  running  TEST_DELAY(1)
              duration=1
              2023-11-14 22:13:20  hi

            """, daemon.On("GET /v1/jobs/17", Job).RunAt(1_700_003_601, "show", "17").Out);
        Assert.Equal(0, daemon.Run("show", "jobs", "17").Code);
    }

    [Fact]
    public async Task For_programs_a_job_has_every_field_and_moments_as_texts()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/jobs/17", """{"id":17,"received_ts":[1700000000,5],"end_ts":null,"opstart":[[1700000000,0],null],"oplog":[[[1,[1700000000,0],"message","hi"]]],"tags":["a: b","yes"]}""");
        Assert.Equal("""
            id: 17
            received_ts: "2023-11-14T22:13:20.000005Z"
            end_ts: null
            opstart:
              - "2023-11-14T22:13:20Z"
              - null
            oplog:
              - - - 1
                  - "2023-11-14T22:13:20Z"
                  - message
                  - hi
            tags:
              - "a: b"
              - "yes"

            """, daemon.Run("show", "17", "-o", "yaml").Out);
        Assert.Contains("\"received_ts\": \"2023-11-14T22:13:20.000005Z\"", daemon.Run("show", "17", "-o", "json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anything_else_is_looked_up_by_its_key()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/node/fields", """{"fields":[{"name":"role","kind":"text"},{"name":"name","kind":"text"}]}""")
            .On("GET /v1/query/node", """{"fields":[{"name":"role","kind":"text"},{"name":"name","kind":"text"},{"name":"mfree","kind":"unit"}],"rows":[[[0,"master"],[0,"n\"1"],[3,null]]],"next":null}""");
        Assert.Equal("role:  master\nname:  n\"1\nmfree: -\n", daemon.Run("show", "node", "n\"1").Out);
        Assert.Equal("name == \"n\\\"1\"", daemon.Requests.Last().Query["filter"]);
        Assert.Equal("*", daemon.Requests.Last().Query["fields"]);
    }

    [Fact]
    public async Task A_thing_that_is_not_there_is_exit_code_1()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/node/fields", """{"fields":[{"name":"name","kind":"text"}]}""").On("GET /v1/query/node", """{"fields":[{"name":"name","kind":"text"}],"rows":[],"next":null}""");
        var result = daemon.Run("show", "node", "x");
        Assert.Equal((6, "drover: NOT_FOUND: there is no node 'x'\nhint: 'drover get node -o name' lists them\n"), (result.Code, result.Err));
    }

    [Fact]
    public async Task Fields_are_listed_with_the_usual_ones_marked()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Assert.Equal("""
            Name      Kind    Usual  Title    Meaning
            id        number  *      ID       Job ID
            status    text    *      Status   Status
            summary   other   *      Summary  List of summaries
            start_ts  other          Start    Start of execution

            """, daemon.On("GET /v1/query/job/fields", Canned.JobFields).Run("fields", "jobs").Out);
    }
}
