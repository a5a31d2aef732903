using Drover.Kernel;
using Drover.Kernel.Jobs;

namespace Drover.Web.Tests.Jobs;

public sealed class ReadingTests
{
    [Fact]
    public async Task A_job_is_shown_with_every_field_running_finished_and_archived()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","text":"hello"}""");
        await door.UntilItHoldsAsync(id);

        var (status, running) = await door.GetAsync($"/v1/jobs/{id}");
        Assert.Equal(200, status);
        Assert.Equal("running", running.GetProperty("status").GetString());
        Assert.Equal("the test", running.GetProperty("waits_for").GetString());
        Assert.Equal("hello", running.GetProperty("ops")[0].GetProperty("text").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, running.GetProperty("end_ts").ValueKind);
        Assert.Equal("begun", running.GetProperty("oplog")[0][0][3].GetString());
        Assert.False(running.GetProperty("archived").GetBoolean());

        door.Domain.Gate(id).SetResult();
        await door.UntilAsync(id, JobStatus.Success);
        Assert.Equal("""["success"]""", (await door.GetAsync($"/v1/jobs/{id}")).Body.GetProperty("opstatus").GetRawText());

        await door.PostAsync($"/v1/jobs/{id}/archive");
        var archived = (await door.GetAsync($"/v1/jobs/{id}")).Body;
        Assert.True(archived.GetProperty("archived").GetBoolean());
        Assert.Equal(2, archived.GetProperty("oplog")[0].GetArrayLength());
    }

    [Fact]
    public async Task The_history_of_a_job_is_what_the_journal_tells_of_it_alone_up_to_its_end()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.UntilAsync(await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}"""), JobStatus.Success);
        door.Clock.Advance(TimeSpan.FromSeconds(1));
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["n1"],"text":"hello"}""");
        await door.UntilItHoldsAsync(id);
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["n1"]}""");
        Assert.Equal(["job-submitted", "opcode-waiting", "opcode-started"], Kinds((await door.GetAsync($"/v1/jobs/{id}/history")).Body));
        door.Clock.Advance(TimeSpan.FromSeconds(2));
        door.Domain.Gate(id).SetResult();
        await door.UntilAsync(id, JobStatus.Success);
        door.Clock.Advance(TimeSpan.FromSeconds(1));
        await door.PostAsync($"/v1/jobs/{id}/archive");

        var (status, whole) = await door.GetAsync($"/v1/jobs/{id}/history");
        Assert.Equal((200, System.Text.Json.JsonValueKind.Null), (status, whole.GetProperty("next").ValueKind));
        Assert.Equal(["job-submitted", "opcode-waiting", "opcode-started", "opcode-ended"], Kinds(whole));
        var events = whole.GetProperty("events");
        Assert.Equal("""{"node":{"exclusive":["n1"]}}""", events[2].GetProperty("payload").GetProperty("locks").GetRawText());
        Assert.Equal(2, events[3].GetProperty("time")[0].GetInt64() - events[0].GetProperty("time")[0].GetInt64());

        var (_, first) = await door.GetAsync($"/v1/jobs/{id}/history?limit=3");
        var (_, rest) = await door.GetAsync($"/v1/jobs/{id}/history?limit=3&after={first.GetProperty("next").GetInt64()}");
        Assert.Equal(Kinds(whole), [.. Kinds(first), .. Kinds(rest)]);
        SubmitTests.AssertError(await door.GetAsync("/v1/jobs/99/history"), 404, "JOB_UNKNOWN");
        SubmitTests.AssertError(await door.GetAsync($"/v1/jobs/{id}/history?limit=0"), 400, "PARAMETER_INVALID");
    }

    private static IEnumerable<string> Kinds(System.Text.Json.JsonElement history) => history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!);

    [Fact]
    public async Task An_observer_sees_a_job_without_input_result_and_log()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"secret"}""");
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        door.Reopen();
        var (status, job) = await door.GetAsync($"/v1/jobs/{id}");
        Assert.Equal(200, status);
        Assert.DoesNotContain("secret", job.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("success", job.GetProperty("status").GetString());
        SubmitTests.AssertError(await door.GetAsync($"/v1/jobs/{id}/logs"), 403, "NOT_ALLOWED");
        var wait = await door.GetAsync($"/v1/jobs/{id}/wait?after_log=0");
        Assert.Equal(0, wait.Body.GetProperty("logs").GetArrayLength());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, wait.Body.GetProperty("opresult").ValueKind);
        Assert.Equal(200, (await door.GetAsync($"/v1/jobs/{id}/why")).Status);
    }

    [Fact]
    public async Task Logs_come_after_a_serial_and_within_a_limit()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        door.Domain.Gate(id).SetResult();
        await door.UntilAsync(id, JobStatus.Success);
        var (_, all) = await door.GetAsync($"/v1/jobs/{id}/logs");
        Assert.Equal([1, 2], all.GetProperty("logs").EnumerateArray().Select(l => l.GetProperty("serial").GetInt32()));
        var (_, one) = await door.GetAsync($"/v1/jobs/{id}/logs?limit=1");
        Assert.Equal("begun", Assert.Single(one.GetProperty("logs").EnumerateArray()).GetProperty("content").GetString());
        var (_, rest) = await door.GetAsync($"/v1/jobs/{id}/logs?after=1");
        Assert.Equal("let go", Assert.Single(rest.GetProperty("logs").EnumerateArray()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Why_names_the_job_that_holds_the_lock()
    {
        await using var door = await TestDoor.OpenAsync();
        var holder = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var waiter = await door.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""");
        var (status, why) = await door.GetAsync($"/v1/jobs/{waiter}/why");
        Assert.Equal(200, status);
        Assert.StartsWith($"Job {waiter} waits for", why.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(why.GetProperty("sentence").GetString(), why.GetProperty("tree").GetProperty("text").GetString());
        Assert.Contains($"ob {holder}", why.GetProperty("tree").GetProperty("children")[0].GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/jobs/99", 404, "JOB_UNKNOWN")]
    [InlineData("/v1/jobs/99/logs", 404, "JOB_UNKNOWN")]
    [InlineData("/v1/jobs/99/wait", 404, "JOB_UNKNOWN")]
    [InlineData("/v1/jobs/99/why", 404, "JOB_UNKNOWN")]
    [InlineData("/v1/jobs/0", 400, "JOB_ID_INVALID")]
    [InlineData("/v1/jobs/x1", 400, "JOB_ID_INVALID")]
    [InlineData("/v1/jobs/1?x=1", 400, "PARAMETER_UNKNOWN")]
    [InlineData("/v1/jobs/1/logs?after=-1", 400, "PARAMETER_INVALID")]
    [InlineData("/v1/jobs/1/logs?limit=0", 400, "PARAMETER_INVALID")]
    [InlineData("/v1/jobs/1/wait?status=done", 400, "PARAMETER_INVALID")]
    [InlineData("/v1/jobs/1/wait?timeout=121", 400, "PARAMETER_INVALID")]
    [InlineData("/v1/jobs/1/wait?timeout=1&timeout=2", 400, "PARAMETER_REPEATED")]
    public async Task What_does_not_fit_is_refused(string path, int status, string code)
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        SubmitTests.AssertError(await door.GetAsync(path), status, code);
    }
}
