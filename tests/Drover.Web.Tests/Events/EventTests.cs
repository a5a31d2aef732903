using Drover.Kernel;
using Drover.Web.Events;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Events;

public sealed class EventTests
{
    private const string Job = """{"OP_ID":"OP_NOTE","text":"secret"}""";

    [Fact]
    public async Task A_stream_without_a_number_begins_now()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync(Job);
        var before = door.Kernel.State.Sequence;
        using var frames = await Frames.FollowAsync(door, "/v1/events");
        await SubscribedAsync(door);
        await door.SubmitAsync(Job);
        var (id, kind, data) = await frames.NextEventAsync();
        Assert.Equal((before + 1, "job-submitted"), (id, kind));
        Assert.Equal(id, data.GetProperty("seq").GetInt64());
        Assert.Equal("uid:1000", data.GetProperty("actor").GetString());
        Assert.Equal(2, data.GetProperty("time").GetArrayLength());
        Assert.Equal("secret", data.GetProperty("payload").GetProperty("ops")[0].GetProperty("input").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_stream_resumes_after_the_last_event_seen_without_gap_or_repetition()
    {
        await using var door = await TestDoor.OpenAsync();
        // More than one page of the journal, so that the replay goes on while new ones come.
        for (var i = 0; i < 300; i++)
            await door.SubmitAsync(Job);
        using var frames = await Frames.FollowAsync(door, "/v1/events?after=0", lastEventId: "3");
        for (var i = 0; i < 10; i++)
            await door.SubmitAsync(Job);
        var last = door.Kernel.State.Sequence;
        Assert.True(last > 600);
        for (var expected = 4L; expected <= last; expected++)
            Assert.Equal(expected, (await frames.NextEventAsync()).Id);
    }

    [Fact]
    public async Task An_observer_gets_events_without_inputs_and_results()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync(Job);
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        using var frames = await Frames.FollowAsync(door.Reopen(), "/v1/events?after=0");
        var seen = new List<string>();
        for (var i = 0; i < door.Kernel.State.Sequence; i++)
        {
            var (_, kind, data) = await frames.NextEventAsync();
            seen.Add(kind);
            Assert.DoesNotContain("secret", data.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Contains("job-submitted", seen);
        Assert.Contains("opcode-ended", seen);
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        await using var door = await TestDoor.OpenAsync();
        using var frames = await Frames.FollowAsync(door, "/v1/events");
        for (var i = 0; i < 2; i++)
        {
            await door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(15), TestDoor.Stop);
            door.Clock.Advance(TimeSpan.FromSeconds(15));
            Assert.StartsWith(":", Assert.Single((await frames.NextAsync())!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_stream_ends_when_the_daemon_stops()
    {
        await using var door = await TestDoor.OpenAsync();
        using var frames = await Frames.FollowAsync(door, "/v1/events");
        await SubscribedAsync(door);
        await door.Kernel.StopAsync(CancellationToken.None);
        while (await frames.NextAsync() is { } frame)
            Assert.StartsWith(":", frame[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_follower_that_does_not_read_is_dropped_and_others_go_on()
    {
        await using var door = await TestDoor.OpenAsync(new KernelOptions { SubscriberBacklog = 10 });
        using var deaf = await Frames.FollowAsync(door, "/v1/events");
        await SubscribedAsync(door);
        Assert.Equal(1, door.Kernel.Events.Count);
        var large = $$"""{"OP_ID":"OP_NOTE","text":"{{new string('x', 200_000)}}"}""";
        for (var i = 0; i < 100 && door.Kernel.Events.Count > 0; i++)
            await door.SubmitAsync(large);
        Assert.Equal(0, door.Kernel.Events.Count);
    }

    [Fact]
    public async Task More_followers_than_allowed_are_sent_away()
    {
        await using var door = await TestDoor.OpenAsync(followers: 1);
        using var frames = await Frames.FollowAsync(door, "/v1/events");
        await SubscribedAsync(door);
        SubmitTests.AssertError(await door.GetAsync("/v1/events"), 503, "TOO_MANY_FOLLOWERS");
    }

    [Theory]
    [InlineData("/v1/events?after=99", null, 409, "EVENT_AHEAD")]
    [InlineData("/v1/events?after=x", null, 400, "PARAMETER_INVALID")]
    [InlineData("/v1/events", "x", 400, "PARAMETER_INVALID")]
    public async Task A_number_that_does_not_fit_is_refused(string path, string? lastEventId, int status, string code)
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await door.SendAsync(request);
        SubmitTests.AssertError(((int)response.StatusCode, await TestDoor.ReadAsync(response)), status, code);
    }

    /// <summary>The heartbeat's timer is set once the stream follows live.</summary>
    private static Task SubscribedAsync(TestDoor door) => door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(15), TestDoor.Stop);
}
