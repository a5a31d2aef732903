using System.Text.Json;
using Drover.Kernel;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Events;

public sealed class SignalTests
{
    private const string Job = """{"OP_ID":"OP_NOTE"}""";

    [Fact]
    public async Task Signals_come_between_the_events_in_frames_without_an_id()
    {
        await using var door = await TestDoor.OpenAsync();
        using var frames = await Frames.FollowAsync(door, "/v1/events?signals=all");
        await SubscribedAsync(door);
        Tick(door, "tick", "a/b", w => w.WriteString("state", "UP"));
        Assert.Equal(
            [
                "event: tick",
                """data: {"time":[1767323045,0],"kind":"tick","subject":"a/b","payload":{"state":"UP"}}""",
            ], await frames.NextAsync());
        await door.SubmitAsync(Job);
        var (id, kind, _) = await frames.NextEventAsync();
        Assert.Equal((door.Kernel.State.Sequence >= id, "job-submitted"), (true, kind));
        // A reader that comes back with that number gets the next event, whatever signals came in between.
        Tick(door, "tock", "c");
        using var again = await Frames.FollowAsync(door, "/v1/events?signals=all", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(id + 1, (await again.NextEventAsync()).Id);
    }

    [Fact]
    public async Task Signals_are_not_sent_unasked_and_only_of_the_kinds_named()
    {
        await using var door = await TestDoor.OpenAsync();
        using var without = await Frames.FollowAsync(door, "/v1/events");
        using var some = await Frames.FollowAsync(door, "/v1/events?signals=tock");
        await SubscribedAsync(door);
        Tick(door, "tick", "1");
        Tick(door, "tock", "2");
        Assert.Equal("event: tock", (await some.NextAsync())![0]);
        await door.SubmitAsync(Job);
        Assert.Equal("job-submitted", (await without.NextEventAsync()).Kind);
        Assert.Equal("job-submitted", (await some.NextEventAsync()).Kind);
    }

    [Fact]
    public async Task Signals_begin_with_the_answer_also_while_old_events_are_still_sent()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync(Job);
        using var frames = await Frames.FollowAsync(door, "/v1/events?after=0&signals=tick,tock");
        // The headers of the answer are here, so the subscription is there.
        Tick(door, "tick", "now");
        while ((await frames.NextAsync())![0] != "event: tick")
        {
            // Events of the past, as many as there are.
        }
    }

    [Fact]
    public async Task Observers_get_signals_too()
    {
        await using var door = await TestDoor.OpenAsync();
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        using var frames = await Frames.FollowAsync(door.Reopen(), "/v1/events?signals=all");
        Tick(door, "tock", "a", w => w.WriteNumber("pid", 6));
        Tick(door, "tick", "a", w =>
        {
            w.WriteNumber("pid", 7);
            w.WriteString("error", "secret");
        });
        Assert.Contains("\"payload\":{\"pid\":7,\"error\":null}", (await frames.NextAsync())![1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_is_for_operators_is_refused_to_observers()
    {
        await using var door = await TestDoor.OpenAsync();
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        SubmitTests.AssertError(await door.Reopen().GetAsync("/v1/events?signals=tock"), 403, "NOT_ALLOWED");
    }

    [Theory]
    [InlineData("tack", "tack")]
    [InlineData("tick,tack", "tack")]
    [InlineData("tick,", "")]
    [InlineData("ALL", "ALL")]
    public async Task A_kind_that_does_not_exist_is_refused_with_those_that_do(string wanted, string wrong)
    {
        await using var door = await TestDoor.OpenAsync();
        var answer = await door.GetAsync($"/v1/events?signals={wanted}");
        SubmitTests.AssertError(answer, 400, "PARAMETER_INVALID");
        var error = answer.Body.GetProperty("error");
        Assert.Equal($"The parameter 'signals' names '{wrong}', which is no kind of signal; there are all, tick, tock.", error.GetProperty("message").GetString());
        Assert.Equal("signals", error.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_follower_that_does_not_read_stays_and_is_told_how_many_signals_it_missed()
    {
        const int count = 60;
        await using var door = await TestDoor.OpenAsync(new KernelOptions { SignalBacklog = 5 });
        using var frames = await Frames.FollowAsync(door, "/v1/events?signals=all");
        // Far more than what sockets and pipes on the way hold, and nobody reads meanwhile.
        var large = new string('x', 200_000);
        for (var i = 1; i <= count; i++)
            Tick(door, "tick", $"{i}", w => w.WriteString("fill", large));
        var (seen, lost) = (new List<int>(), 0L);
        while (seen.LastOrDefault() != count)
        {
            var (kind, data) = Signal((await frames.NextAsync())!);
            if (kind == "signals-lost")
                lost += data.GetProperty("payload").GetProperty("count").GetInt64();
            else
                seen.Add(int.Parse(data.GetProperty("subject").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        }
        Assert.Equal(seen.Order(), seen);
        Assert.True(lost > 0, "none was lost");
        Assert.Equal(count, seen.Count + lost);
        await door.SubmitAsync(Job);
        Assert.Equal("job-submitted", (await frames.NextEventAsync()).Kind);
    }

    private static void Tick(TestDoor door, string kind, string subject, Action<Utf8JsonWriter>? members = null) =>
        door.Kernel.Signals.Publish(kind, subject, writer =>
        {
            writer.WriteStartObject();
            members?.Invoke(writer);
            writer.WriteEndObject();
        });

    private static (string Kind, JsonElement Data) Signal(List<string> frame)
    {
        using var data = JsonDocument.Parse(frame[1]["data: ".Length..]);
        return (frame[0]["event: ".Length..], data.RootElement.Clone());
    }

    /// <summary>The heartbeat's timer is set once the stream follows live.</summary>
    private static Task SubscribedAsync(TestDoor door) => door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(15), TestDoor.Stop);
}
