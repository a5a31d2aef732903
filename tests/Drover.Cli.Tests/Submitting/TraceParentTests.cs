namespace Drover.Cli.Tests.Submitting;

public sealed class TraceParentTests : IAsyncLifetime
{
    private const string Given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/jobs", 201, """{"id":18}""")
        .On("GET /v1/jobs/17", """{"id":17,"status":"error","ops":[{"OP_ID":"OP_TEST_DUMMY"}]}""");

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData(null, Given, Given)]
    [InlineData(Given, "00-of-another-01", Given)]
    [InlineData("", Given, Given)]
    [InlineData("not for us to judge", null, null)]
    [InlineData("cc-what-a-later-version-says", null, "cc-what-a-later-version-says")]
    [InlineData("00-a\r\nHost: evil", null, null)]
    [InlineData(null, null, null)]
    public void What_a_run_submits_is_a_part_of_the_trace_that_its_environment_names(string? own, string? general, string? sent)
    {
        var result = CliRun.InProcess(["submit", "test-dummy", "-d", "--socket", _daemon.SocketPath],
            environment: name => name switch { "DROVER_TRACEPARENT" => own, "TRACEPARENT" => general, _ => null });
        Assert.Equal((0, ""), (result.Code, result.Err));
        Assert.Equal(sent, Assert.Single(_daemon.Requests).Trace);
    }

    [Fact]
    public void Other_verbs_that_submit_say_so_too_and_those_that_look_do_not()
    {
        Assert.Equal(0, CliRun.InProcess(["retry", "17", "-d", "--socket", _daemon.SocketPath], environment: name => name == "TRACEPARENT" ? Given : null).Code);
        Assert.Equal([null, Given], _daemon.Requests.Select(request => request.Trace));
    }
}
