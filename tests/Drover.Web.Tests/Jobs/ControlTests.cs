using Drover.Kernel;
using Drover.Kernel.Jobs;

namespace Drover.Web.Tests.Jobs;

public sealed class ControlTests
{
    [Fact]
    public async Task Cancel_of_a_waiting_job_is_done_at_once()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""");
        var (_, body) = await door.PostAsync($"/v1/jobs/{id}/cancel", """{"kill":false}""");
        Assert.True(body.GetProperty("done").GetBoolean());
        Assert.Contains($"job {id}", body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Canceled, door.Kernel.State.Jobs[id].Status);
        SubmitTests.AssertError(await door.PostAsync($"/v1/jobs/{id}/cancel"), 409, "JOB_FINISHED");
    }

    [Fact]
    public async Task Cancel_of_a_running_job_asks_and_kill_ends_it()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","deaf":true,"nodes":["a"]}""");
        await door.UntilItHoldsAsync(id);
        var asked = (await door.PostAsync($"/v1/jobs/{id}/cancel")).Body;
        Assert.True(asked.GetProperty("done").GetBoolean());
        Assert.Contains("asked to stop", asked.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Running, door.Kernel.State.Jobs[id].Status);
        Assert.True((await door.GetAsync($"/v1/jobs/{id}")).Body.GetProperty("cancel_requested").GetBoolean());
        Assert.True((await door.PostAsync($"/v1/jobs/{id}/cancel", """{"kill":true}""")).Body.GetProperty("done").GetBoolean());
        Assert.Equal(JobStatus.Error, door.Kernel.State.Jobs[id].Status);
        Assert.True((await door.PostAsync($"/v1/jobs/{id}/break-locks")).Body.GetProperty("done").GetBoolean());
        Assert.False((await door.PostAsync($"/v1/jobs/{id}/break-locks")).Body.GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task Priority_moves_a_waiting_job()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""");
        Assert.True((await door.PostAsync($"/v1/jobs/{id}/priority", """{"priority":-5}""")).Body.GetProperty("done").GetBoolean());
        Assert.Equal(-5, door.Kernel.State.Jobs[id].Priority);
        SubmitTests.AssertError(await door.PostAsync($"/v1/jobs/{id}/priority", """{"priority":20}"""), 400, "FIELD_INVALID");
        SubmitTests.AssertError(await door.PostAsync($"/v1/jobs/{id}/priority", "{}"), 400, "FIELD_MISSING");
    }

    [Fact]
    public async Task Archive_takes_finished_jobs_alone()
    {
        await using var door = await TestDoor.OpenAsync();
        var done = await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        var running = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(running);
        Assert.True((await door.PostAsync($"/v1/jobs/{done}/archive")).Body.GetProperty("done").GetBoolean());
        Assert.False((await door.PostAsync($"/v1/jobs/{done}/archive")).Body.GetProperty("done").GetBoolean());
        SubmitTests.AssertError(await door.PostAsync($"/v1/jobs/{running}/archive"), 409, "JOB_UNFINISHED");
        SubmitTests.AssertError(await door.PostAsync("/v1/jobs/77/archive"), 404, "JOB_UNKNOWN");
        SubmitTests.AssertError(await door.PostAsync($"/v1/jobs/{running}/archive", """{"x":1}"""), 400, "BODY_INVALID");
    }

    [Fact]
    public async Task Old_jobs_are_archived_by_age_or_all_of_them()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        Assert.Equal("""{"archived":0,"left":0}""", (await door.PostAsync("/v1/jobs/archive", """{"age_seconds":100}""")).Body.GetRawText());
        door.Clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal("""{"archived":1,"left":0}""", (await door.PostAsync("/v1/jobs/archive", """{"age_seconds":100}""")).Body.GetRawText());
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        Assert.Equal("""{"archived":1,"left":0}""", (await door.PostAsync("/v1/jobs/archive", """{"age_seconds":-1}""")).Body.GetRawText());
        SubmitTests.AssertError(await door.PostAsync("/v1/jobs/archive", """{"age_seconds":-2}"""), 400, "FIELD_INVALID");
    }

    [Fact]
    public async Task Drain_and_watcher_pause_are_set_and_shown()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        await door.UntilItHoldsAsync(id);
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""");
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE","depends":[[1,[]]]}""");
        var (_, body) = await door.SendAsync(HttpMethod.Put, "/v1/queue", """{"drained":true,"watcher_pause":123}""");
        Assert.Equal("""{"drained":true,"stopping":false,"watcher_pause":123,"unfinished":3,"running":1,"waiting":1,"queued":1,"limit":200000}""", body.GetRawText());
        (_, body) = await door.SendAsync(HttpMethod.Put, "/v1/queue", """{"drained":false,"watcher_pause":null}""");
        Assert.StartsWith("""{"drained":false,"stopping":false,"watcher_pause":null,""", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(body.GetRawText(), (await door.GetAsync("/v1/queue")).Body.GetRawText());
        SubmitTests.AssertError(await door.SendAsync(HttpMethod.Put, "/v1/queue", "{}"), 400, "FIELD_MISSING");
        SubmitTests.AssertError(await door.SendAsync(HttpMethod.Put, "/v1/queue", """{"drained":1}"""), 400, "FIELD_INVALID");
    }

    [Theory]
    [InlineData("POST", "/v1/jobs")]
    [InlineData("POST", "/v1/jobs/1/cancel")]
    [InlineData("POST", "/v1/jobs/1/priority")]
    [InlineData("POST", "/v1/jobs/1/archive")]
    [InlineData("POST", "/v1/jobs/1/break-locks")]
    [InlineData("POST", "/v1/jobs/archive")]
    [InlineData("PUT", "/v1/queue")]
    [InlineData("POST", "/v1/audit/verify")]
    public async Task An_observer_changes_nothing(string method, string path)
    {
        await using var door = await TestDoor.OpenAsync();
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        SubmitTests.AssertError(await door.SendAsync(new HttpMethod(method), path, "{}"), 403, "NOT_ALLOWED");
    }
}
