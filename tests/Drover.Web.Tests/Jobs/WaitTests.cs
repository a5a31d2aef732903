using Drover.Kernel.Jobs;

namespace Drover.Web.Tests.Jobs;

public sealed class WaitTests
{
    [Fact]
    public async Task Another_status_is_told_at_once()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        var (_, body) = await door.GetAsync($"/v1/jobs/{id}/wait?status=queued");
        Assert.Equal("running", body.GetProperty("status").GetString());
        Assert.False(body.GetProperty("final").GetBoolean());
    }

    [Fact]
    public async Task The_end_wakes_whoever_waits()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        var wait = door.GetAsync($"/v1/jobs/{id}/wait?status=running&timeout=100");
        await door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(100), TestDoor.Stop);
        Assert.False(wait.IsCompleted);
        door.Domain.Gate(id).SetResult();
        var (_, body) = await wait;
        Assert.True(body.GetProperty("final").GetBoolean());
        Assert.Equal("success", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task New_log_entries_wake_whoever_asks_for_them()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        var (_, first) = await door.GetAsync($"/v1/jobs/{id}/wait?status=running&after_log=0");
        Assert.Equal("begun", first.GetProperty("logs")[0].GetProperty("content").GetString());
        var wait = door.GetAsync($"/v1/jobs/{id}/wait?status=running&after_log=1");
        door.Domain.Gate(id).SetResult();
        Assert.Equal(2, (await wait).Body.GetProperty("logs")[0].GetProperty("serial").GetInt32());
    }

    [Fact]
    public async Task Time_that_is_over_answers_with_what_is_known()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        var wait = door.GetAsync($"/v1/jobs/{id}/wait?status=running&timeout=7");
        await door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(7), TestDoor.Stop);
        door.Clock.Advance(TimeSpan.FromSeconds(7));
        var (status, body) = await wait;
        Assert.Equal(200, status);
        Assert.Equal("running", body.GetProperty("status").GetString());
        Assert.Equal(0, body.GetProperty("logs").GetArrayLength());
    }

    [Fact]
    public async Task The_end_is_told_after_the_whole_log()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        for (var i = 0; i < 1_000; i++)
            door.Domain.Say(id);
        door.Domain.Gate(id).SetResult();
        await door.UntilAsync(id, JobStatus.Success);
        var (_, first) = await door.GetAsync($"/v1/jobs/{id}/wait?after_log=0");
        Assert.Equal(("running", false, 1_000), (first.GetProperty("status").GetString(), first.GetProperty("final").GetBoolean(), first.GetProperty("logs").GetArrayLength()));
        var (_, last) = await door.GetAsync($"/v1/jobs/{id}/wait?after_log=1000&status=running");
        Assert.Equal(("success", true, 2), (last.GetProperty("status").GetString(), last.GetProperty("final").GetBoolean(), last.GetProperty("logs").GetArrayLength()));
    }

    [Fact]
    public async Task A_finished_job_is_told_at_once_whatever_was_known()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"x"}""");
        await door.UntilAsync(id, JobStatus.Success);
        var (_, body) = await door.GetAsync($"/v1/jobs/{id}/wait?status=success");
        Assert.Equal("x", body.GetProperty("opresult")[0].GetString());
    }
}
