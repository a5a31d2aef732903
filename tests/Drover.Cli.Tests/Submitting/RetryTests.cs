namespace Drover.Cli.Tests.Submitting;

public sealed class RetryTests
{
    [Fact]
    public async Task A_failed_job_is_submitted_anew_with_the_same_opcodes()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/jobs/17", """{"id":17,"status":"error","ops":[{"OP_ID":"OP_TEST_DELAY","duration":1,"depends":null,"reason":[["a","b",1]]},{"OP_ID":"OP_X"}]}""").On("POST /v1/jobs", 201, """{"id":18}""");
        var result = daemon.RunAt(1, "retry", "17", "--detach");
        Assert.Equal((0, "18\n", ""), (result.Code, result.Out, result.Err));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":1,"depends":null,"reason":[["a","b",1],["drover:retry","job 17 anew",1000000000]]},{"OP_ID":"OP_X","reason":[["drover:retry","job 17 anew",1000000000]]}]}""", daemon.Requests.Last().Body);
    }

    [Theory]
    [InlineData("""{"status":"success","ops":[]}""", 6, "NOT_FAILED")]
    [InlineData("""{"status":"running","ops":[]}""", 6, "NOT_FAILED")]
    [InlineData("""{"status":"error","ops":null}""", 7, "NOT_ALLOWED")]
    [InlineData("""{"status":"error","ops":[{"OP_ID":"OP_X","osparams_secret":"<redacted>"}]}""", 6, "SECRET_NOT_KEPT")]
    public async Task What_cannot_be_the_same_again_is_refused(string job, int code, string error)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/jobs/17", job).Run("retry", "17");
        Assert.Equal(code, result.Code);
        Assert.StartsWith($"drover: {error}: ", result.Err, StringComparison.Ordinal);
        Assert.Single(daemon.Requests);
    }
}
