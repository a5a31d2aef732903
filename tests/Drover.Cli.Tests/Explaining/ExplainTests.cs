using Drover.Cli.Explaining;

namespace Drover.Cli.Tests.Explaining;

public sealed class ExplainTests
{
    private const string Delay = """
        {"id":"OP_TEST_DELAY","runs":true,"recovery":"fail","can_be_stopped":true,"parameters":[
          {"name":"duration","type":"a number","required":true,"default":null,"example":2.5},
          {"name":"on_nodes","type":"a list","required":false,"default":[],"example":["n 1"]}]}
        """;

    [Fact]
    public async Task An_opcode_has_parameters_of_the_daemon_and_words_of_the_page()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/opcodes/OP_TEST_DELAY", Delay).Run("explain", "test-delay");
        Assert.StartsWith("OP_TEST_DELAY, short test-delay\n\nparameters:\n  duration  a number; required\n  on_nodes  a list; default []\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nlocks:     the nodes x; with no_locks none at all, not even BGL\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nrecovery:  after a crash of the daemon it ends as an error\n", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("\nexample: drover submit test-delay duration=2.5\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_daemon_the_page_is_told()
    {
        var result = CliRun.InProcess(["explain", "OP_GROUP_ADD", "--socket", "/nonexistent/s"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("group_name, alloc_policy", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_has_its_kind_and_a_filter()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job/fields", Canned.JobFields).Run("explain", "job.status");
        Assert.Contains("job.status: Status\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("drover get jobs -F 'status =~ \"...\"'", result.Out, StringComparison.Ordinal);
        Assert.Equal((14, "drover: UNKNOWN_FIELD: job has no field statsu\nhint: did you mean 'status'? 'drover fields job' lists them\n"), Told(daemon.Run("explain", "jobs.statsu")));
    }

    [Fact]
    public async Task What_there_is_not_is_refused_with_the_nearest_name()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query", """{"resources":[{"name":"job","doc":"Jobs"}]}""").On("GET /v1/opcodes", """{"opcodes":[{"id":"OP_TEST_DELAY","parameters":[]}]}""")
            .On("GET /v1/opcodes/OP_TSET_DELAY", 404, """{"error":{"code":"OPCODE_UNKNOWN","message":"no"}}""");
        Assert.Equal((6, "drover: TOPIC_UNKNOWN: 'tset-delay' is no opcode, resource or field\nhint: did you mean 'test-delay'? 'drover explain' lists what there is\n"), Told(daemon.Run("explain", "tset-delay")));
    }

    [Fact]
    public void The_page_of_opcodes_is_read_row_by_row()
    {
        var page = OpcodePage.Load();
        Assert.True(page.Entries.Count() > 30);
        Assert.All(page.Entries, e => Assert.DoesNotContain("**", e.Parameters, StringComparison.Ordinal));
        Assert.Equal(page.Find("OP_TAGS_SET")! with { Id = "OP_TAGS_DEL" }, page.Find("OP_TAGS_DEL"));
        Assert.Equal("resumed", page.Find("OP_SERVICE_START")!.Recovery);
        Assert.Single(page.About("OP_TEST_STEPS"));
    }

    private static (int, string) Told(CliResult result) => (result.Code, result.Err);
}
