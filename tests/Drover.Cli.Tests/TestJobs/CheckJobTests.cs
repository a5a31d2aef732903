namespace Drover.Cli.Tests.TestJobs;

public sealed class CheckJobTests : IAsyncLifetime
{
    private const string Definition = "job_name: a\ndevice_type: qemu\nactions: []\n";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync()).On("POST /v1/jobs/check", Answer("null", "null"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void A_definition_is_checked_by_the_daemon()
    {
        Assert.Equal((0, "-: no problems\n", ""), Check(Definition));
        Assert.Contains("\"OP_ID\":\"OP_TEST_JOB_RUN\"", Assert.Single(_daemon.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_told_with_its_place_and_is_exit_code_1()
    {
        _daemon.On("POST /v1/jobs/check", Answer("\"actions[0].deploy, line 3: to is missing\"", """{"code":"TEST_JOB_REFUSED","message":"the same"}"""));
        Assert.Equal((1, "", "drover: WOULD_FAIL: -: actions[0].deploy, line 3: to is missing\n"), Check(Definition));
        Assert.Equal((1, """{"file":"-","problem":"actions[0].deploy, line 3: to is missing"}""" + "\n", ""), Check(Definition, "-o", "json"));
    }

    [Fact]
    public void What_only_the_submit_would_be_refused_for_is_told_too()
    {
        _daemon.On("POST /v1/jobs/check", Answer("null", """{"code":"QUEUE_DRAINED","message":"The queue is drained."}"""));
        Assert.Equal((1, "", "drover: WOULD_FAIL: -: The queue is drained.\n"), Check(Definition));
    }

    [Fact]
    public void A_file_of_opcodes_is_no_test_job()
    {
        var (code, _, error) = Check("OP_ID: test-delay\nduration: 1\n");
        Assert.Equal(2, code);
        Assert.Contains("checked by 'drover submit FILE --dry-run'", error, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    private static string Answer(string problem, string refusal) => $$"""{"jobs":[{"refusal":{{refusal}},"ops":[{"summary":"TEST_JOB_RUN","locks":[],"lines":[],"problem":{{problem}},"kind":null}]}]}""";

    private (int, string, string) Check(string text, params string[] options)
    {
        var result = CliRun.InProcess(["chk", "job", "-", .. options, "--socket", _daemon.SocketPath], input: text);
        return (result.Code, result.Out, result.Err);
    }
}
