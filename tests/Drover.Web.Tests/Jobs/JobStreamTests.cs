using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Web.Tests.Events;

namespace Drover.Web.Tests.Jobs;

public sealed class JobStreamTests
{
    private const string Hold = """{"OP_ID":"OP_HOLD"}""";

    [Fact]
    public async Task The_first_frame_says_where_the_job_stands_and_the_last_how_it_ended()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync(Hold);
        await door.UntilItHoldsAsync(id);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow?after_log=0");
        var first = await NextAsync(frames);
        Assert.Equal(("running", false), (Text(first, "status"), first.GetProperty("final").GetBoolean()));
        Assert.Equal("running", first.GetProperty("opstatus")[0].GetString());
        Assert.Equal("begun", first.GetProperty("logs")[0].GetProperty("content").GetString());
        door.Domain.Gate(id).SetResult();
        var last = await NextAsync(frames);
        while (!last.GetProperty("final").GetBoolean())
            last = await NextAsync(frames);
        Assert.Equal("success", Text(last, "status"));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("opresult")[0].ValueKind);
        Assert.Null(await frames.NextAsync());
    }

    [Fact]
    public async Task Entries_after_a_frame_are_gathered_and_every_one_comes_once()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync(Hold);
        await door.UntilItHoldsAsync(id);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow?after_log=0");
        Assert.Equal([1], Serials(await NextAsync(frames)));
        // Two entries, one after the other, while the clock stands still: they wait for the end of the pause.
        door.Domain.Say(id);
        door.Domain.Say(id);
        await UntilLoggedAsync(door, id, 3);
        await door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(0.1), TestDoor.Stop);
        door.Clock.Advance(TimeSpan.FromSeconds(0.1));
        var gathered = await NextAsync(frames);
        Assert.Equal([2, 3], Serials(gathered));
        Assert.False(gathered.TryGetProperty("opstatus", out _));
        // The end waits for nothing.
        door.Domain.Gate(id).SetResult();
        var last = await NextAsync(frames);
        Assert.Equal([4], Serials(last));
        Assert.True(last.GetProperty("final").GetBoolean());
    }

    [Fact]
    public async Task Without_a_serial_no_entries_are_sent()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync(Hold);
        await door.UntilItHoldsAsync(id);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow");
        Assert.Empty(Serials(await NextAsync(frames)));
        door.Domain.Gate(id).SetResult();
        var last = await NextAsync(frames);
        Assert.Equal(("success", 0), (Text(last, "status"), last.GetProperty("logs").GetArrayLength()));
    }

    [Fact]
    public async Task A_change_of_status_is_told_at_once()
    {
        await using var door = await TestDoor.OpenAsync();
        var holder = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["n1"]}""");
        await door.UntilItHoldsAsync(holder);
        var waiter = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["n1"]}""");
        await door.UntilAsync(waiter, JobStatus.Waiting);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{waiter}/follow");
        Assert.Equal("waiting", Text(await NextAsync(frames), "status"));
        door.Domain.Gate(holder).SetResult();
        var next = await NextAsync(frames);
        Assert.Equal(("running", "running"), (Text(next, "status"), next.GetProperty("opstatus")[0].GetString()));
    }

    [Fact]
    public async Task The_whole_log_comes_before_the_end()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync(Hold);
        await door.UntilItHoldsAsync(id);
        for (var i = 0; i < 1_500; i++)
            door.Domain.Say(id);
        door.Domain.Gate(id).SetResult();
        await door.UntilAsync(id, JobStatus.Success);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow?after_log=0");
        var first = await NextAsync(frames);
        Assert.Equal(("running", false, 1_000), (Text(first, "status"), first.GetProperty("final").GetBoolean(), Serials(first).Count));
        var last = await NextAsync(frames);
        Assert.Equal(("success", true), (Text(last, "status"), last.GetProperty("final").GetBoolean()));
        Assert.Equal(Enumerable.Range(1_001, 502), Serials(last));
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync(Hold);
        await door.UntilItHoldsAsync(id);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow");
        await NextAsync(frames);
        await door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(15), TestDoor.Stop);
        door.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.StartsWith(":", Assert.Single((await frames.NextAsync())!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_observer_follows_without_log_and_results()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"secret"}""");
        await door.UntilAsync(id, JobStatus.Success);
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        using var frames = await Frames.FollowAsync(door.Reopen(), $"/v1/jobs/{id}/follow?after_log=0");
        var last = await NextAsync(frames);
        Assert.Equal(("success", JsonValueKind.Null), (Text(last, "status"), last.GetProperty("opresult").ValueKind));
        Assert.Empty(Serials(last));
    }

    [Fact]
    public async Task A_follower_of_a_job_takes_no_place_of_the_followers_of_events()
    {
        await using var door = await TestDoor.OpenAsync(followers: 0);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow");
        Assert.Equal(id, (await NextAsync(frames)).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task The_stream_ends_when_the_daemon_stops()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync(Hold);
        await door.UntilItHoldsAsync(id);
        using var frames = await Frames.FollowAsync(door, $"/v1/jobs/{id}/follow");
        await NextAsync(frames);
        var closing = door.CloseAsync();
        Assert.Null(await frames.NextAsync());
        await closing;
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_refused()
    {
        await using var door = await TestDoor.OpenAsync();
        SubmitTests.AssertError(await door.GetAsync("/v1/jobs/99/follow"), 404, "JOB_UNKNOWN");
        SubmitTests.AssertError(await door.GetAsync("/v1/jobs/99/follow?after_log=-1"), 400, "PARAMETER_INVALID");
    }

    private static async Task<JsonElement> NextAsync(Frames frames)
    {
        var line = Assert.Single((await frames.NextAsync())!);
        using var data = JsonDocument.Parse(line["data: ".Length..]);
        return data.RootElement.Clone();
    }

    private static string Text(JsonElement news, string member) => news.GetProperty(member).GetString()!;

    private static List<int> Serials(JsonElement news) => [.. news.GetProperty("logs").EnumerateArray().Select(entry => entry.GetProperty("serial").GetInt32())];

    private static async Task UntilLoggedAsync(TestDoor door, long id, int serial)
    {
        while (true)
        {
            var change = door.Kernel.Watch.NextChange(id);
            if (door.Kernel.State.LastLogSerial(id) >= serial)
                return;
            await change.WaitAsync(TimeSpan.FromSeconds(30), TestDoor.Stop);
        }
    }
}
