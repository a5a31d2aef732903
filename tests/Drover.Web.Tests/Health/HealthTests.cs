using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_names_the_checks_that_fail()
    {
        await using var door = await TestDoor.OpenAsync();
        var (status, body) = await door.GetAsync("/readyz");
        Assert.Equal(200, status);
        Assert.True(body.GetProperty("ready").GetBoolean());
        door.Domain.Illness = "The test is ill.";
        (status, body) = await door.GetAsync("/readyz");
        SubmitTests.AssertError((status, body), 503, "NOT_READY");
        Assert.False(body.GetProperty("ready").GetBoolean());
        Assert.Equal("test", body.GetProperty("failing")[0].GetProperty("name").GetString());
        Assert.Equal(200, (await door.GetAsync("/livez")).Status);
    }

    [Theory]
    [InlineData("/livez?bogus=1")]
    [InlineData("/readyz?x")]
    [InlineData("/metrics?x")]
    [InlineData("/v1/version?x=1")]
    [InlineData("/v1/config?x=1")]
    [InlineData("/v1/queue?x=1")]
    [InlineData("/v1/query?x=1")]
    [InlineData("/v1/query/job?x=1")]
    [InlineData("/v1/query/job/fields?x=1")]
    [InlineData("/v1/opcodes?x=1")]
    [InlineData("/v1/opcodes/OP_NOTE?x=1")]
    [InlineData("/v1/logs?x=1")]
    [InlineData("/v1/log-level?x=1")]
    [InlineData("/v1/events?x=1")]
    [InlineData("/v1/openapi.json?x=1")]
    public async Task A_parameter_that_a_path_does_not_know_is_refused(string target)
    {
        await using var door = await TestDoor.OpenAsync();
        SubmitTests.AssertError(await door.GetAsync(target), 400, "PARAMETER_UNKNOWN");
    }

    [Fact]
    public async Task Checks_of_the_daemon_itself_are_shown_too()
    {
        await using var door = await TestDoor.OpenAsync(checks: [("store", () => "It cannot tidy up.")]);
        Assert.Equal("store", (await door.GetAsync("/readyz")).Body.GetProperty("failing")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_notice_is_told_and_keeps_no_work_away()
    {
        await using var door = await TestDoor.OpenAsync(notices: [("processes", () => "No cgroups."), ("other", () => null)]);
        var (status, body) = await door.GetAsync("/readyz");
        Assert.Equal((200, true), (status, body.GetProperty("ready").GetBoolean()));
        var notice = Assert.Single(body.GetProperty("notices").EnumerateArray());
        Assert.Equal(("processes", "No cgroups."), (notice.GetProperty("name").GetString(), notice.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_daemon_that_stops_is_not_ready_and_takes_no_jobs()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.Kernel.StopAsync(CancellationToken.None);
        var (status, body) = await door.GetAsync("/readyz");
        Assert.Equal(503, status);
        Assert.Equal("stopping", body.GetProperty("failing")[0].GetProperty("name").GetString());
        SubmitTests.AssertError(await door.PostAsync("/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE"}]}"""), 503, "QUEUE_STOPPING");
    }
}
