using System.Text.Json;
using Drover.Doors.Places;
using Drover.Kernel;
using Drover.Web.Tests.Events;
using Drover.Web.Tests.Jobs;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Tests.Tracing;

public sealed class TraceRoomTests
{
    [Fact]
    public async Task Lines_come_as_they_are_said_until_the_time_is_over()
    {
        await using var door = await TestDoor.OpenAsync();
        using var frames = await Frames.FollowAsync(door, "/v1/trace?facilities=jobs&seconds=60");
        var jobs = door.Tracing.CreateLogger("drover.jobs");
        jobs.LogDebug(new EventId(1234), "job 17 waits\nfor a lock");
        Assert.Equal(("line", """{"time":"2026-01-02T03:04:05+00:00","level":"debug","facility":"jobs","number":1234,"text":"job 17 waits\nfor a lock"}"""), await NextAsync(frames));
        door.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(("over", """{"seconds":60}"""), await NextAsync(frames));
        Assert.Null(await frames.NextAsync());
        Assert.False(jobs.IsEnabled(LogLevel.Debug));
    }

    [Theory]
    [InlineData("facilities=job", "did you mean 'jobs'?")]
    [InlineData("facilities=none", "leaves nothing to trace")]
    [InlineData("seconds=soon", "give seconds")]
    [InlineData("for=5m", "this path takes facilities, seconds")]
    public async Task Bad_input_is_refused_with_what_could_stand_there(string parameters, string words)
    {
        await using var door = await TestDoor.OpenAsync();
        var (status, body) = await door.GetAsync($"/v1/trace?{parameters}");
        Assert.Equal(400, status);
        Assert.Contains(words, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_for_operators()
    {
        await using var door = await TestDoor.OpenAsync();
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        SubmitTests.AssertError(await door.Reopen().GetAsync("/v1/trace"), 403, "NOT_ALLOWED");
    }

    private static async Task<(string Kind, string Data)> NextAsync(Frames frames)
    {
        List<string>? lines;
        do
            lines = await frames.NextAsync() ?? throw new EndOfStreamException();
        while (lines[0].StartsWith(':'));
        return (lines[0]["event: ".Length..], lines[1]["data: ".Length..]);
    }
}
