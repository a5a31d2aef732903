using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Drover.Tests.Shared;
using Drover.Web.Calls;
using Drover.Web.Tests.Events;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Logs;

public sealed class LogStreamTests
{
    [Fact]
    public async Task A_stream_says_where_it_begins_and_then_tells_what_comes()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("before\n");
        using var frames = await FollowAsync(logs);
        Assert.Equal((7, "output", """{"offset":7,"next":7,"text":""}"""), await NextAsync(frames));
        logs.Append("after\n");
        Assert.Equal((13, "output", """{"offset":7,"next":13,"text":"after\n"}"""), await NextAsync(frames));
        logs.Append("no end");
        Assert.Equal((19, "output", """{"offset":13,"next":19,"text":"no end"}"""), await NextAsync(frames));
    }

    [Fact]
    public async Task With_times_lines_that_came_together_come_in_one_frame()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.WriteOdd("a\nb\nc\nd", (4, 10_000_000), (7, 20_000_000));
        using var frames = await Frames.FollowAsync(logs.Door, LogDoor.OddTarget + "?offset=0&timestamps=yes", null, "text/event-stream");
        Assert.Equal((4, "output", """{"offset":0,"next":4,"time":[10,0],"text":"a\nb\n"}"""), await NextAsync(frames));
        Assert.Equal((7, "output", """{"offset":4,"next":7,"time":[20,0],"text":"c\nd"}"""), await NextAsync(frames));
    }

    [Fact]
    public async Task A_stream_resumes_after_the_last_byte_seen_whatever_the_address_says()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("one\ntwo\n");
        using var begun = await FollowAsync(logs, "?tail=1");
        Assert.Equal((8, "output", """{"offset":4,"next":8,"text":"two\n"}"""), await NextAsync(begun));
        using var resumed = await FollowAsync(logs, "?tail=1", lastEventId: "2");
        Assert.Equal((8, "output", """{"offset":2,"next":8,"text":"e\ntwo\n"}"""), await NextAsync(resumed));
    }

    [Fact]
    public async Task A_long_log_comes_without_gap_while_its_front_is_cut_away()
    {
        await using var logs = await LogDoor.OpenAsync(fileBytes: 100_000);
        using var frames = await FollowAsync(logs);
        var next = (await NextAsync(frames)).Id;
        for (var file = 0; file < 6; file++)
        {
            // More than is kept when all is written, but never more than is kept before it is read.
            for (var i = 0; i < 1_000; i++)
                logs.Append(new string('x', 99) + "\n");
            for (var end = next + 100_000; next < end;)
            {
                var (id, _, data) = await NextAsync(frames);
                using var piece = JsonDocument.Parse(data);
                Assert.Equal(next, piece.RootElement.GetProperty("offset").GetInt64());
                Assert.False(piece.RootElement.TryGetProperty("skipped", out _));
                next = id;
            }
        }
        Assert.Equal(600_000, next);
    }

    [Fact]
    public async Task Pieces_of_a_long_log_end_with_lines()
    {
        await using var logs = await LogDoor.OpenAsync();
        for (var i = 0; i < 1_000; i++)
            logs.Append(new string('x', 99) + "\n");
        using var frames = await FollowAsync(logs, "?offset=0");
        Assert.Equal(65_500, (await NextAsync(frames)).Id);
        Assert.Equal(100_000, (await NextAsync(frames)).Id);
    }

    [Fact]
    public async Task A_stream_says_how_much_was_cut_away_before_it_came()
    {
        await using var logs = await LogDoor.OpenAsync(fileBytes: 4);
        foreach (var line in new[] { "one\n", "two\n", "six\n", "ten\n" })
            logs.Append(line);
        using var frames = await FollowAsync(logs, lastEventId: "2");
        Assert.Equal((12, "output", """{"offset":8,"next":12,"skipped":6,"text":"six\n"}"""), await NextAsync(frames));
        Assert.Equal((16, "output", """{"offset":12,"next":16,"text":"ten\n"}"""), await NextAsync(frames));
    }

    [Fact]
    public async Task A_file_that_is_replaced_is_followed_and_said_to_have_begun_anew()
    {
        await using var logs = await LogDoor.OpenAsync();
        File.WriteAllText(logs.OddPath, "old\n");
        using var frames = await Frames.FollowAsync(logs.Door, "/v1/logs/" + Uri.EscapeDataString(LogDoor.OddName), accept: "text/event-stream");
        Assert.Equal(4, (await NextAsync(frames)).Id);
        File.WriteAllText(logs.OddPath + ".new", "new\n");
        File.Move(logs.OddPath + ".new", logs.OddPath, overwrite: true);
        Assert.Equal((4, "output", """{"offset":0,"next":4,"restarted":true,"text":"new\n"}"""), await NextAsync(frames));
    }

    [Fact]
    public async Task Followers_of_logs_and_of_events_share_their_limit_and_give_their_places_back()
    {
        await using var logs = await LogDoor.OpenAsync(followers: 1);
        // Refused after they had taken a place.
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/events?after=99"), 409, "EVENT_AHEAD");
        File.WriteAllText(logs.OddPath, "odd\n");
        using var refused = await logs.GetAsync("/v1/logs/" + Uri.EscapeDataString(LogDoor.OddName) + "?line=1", "text/event-stream");
        Assert.Equal(400, (int)refused.StatusCode);
        using var first = await FollowAsync(logs);
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/events"), 503, "TOO_MANY_FOLLOWERS");
        using var second = await logs.GetAsync(logs.Target, "text/event-stream");
        Assert.Equal(503, (int)second.StatusCode);
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        await using var logs = await LogDoor.OpenAsync();
        using var frames = await FollowAsync(logs);
        _ = await NextAsync(frames);
        await logs.Door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(15), TestDoor.Stop);
        logs.Door.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal([": still here"], await frames.NextAsync());
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_for_too_long_is_noticed()
    {
        var clock = new ManualClock();
        var patience = TimeSpan.FromSeconds(30);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 10, resumeWriterThreshold: 5));
        pipe.Writer.Write(new byte[9]);
        Assert.True(await PatientFlush.IsTakenAsync(pipe.Writer, patience, clock, TestDoor.Stop));
        pipe.Writer.Write(new byte[1]);
        var slow = PatientFlush.IsTakenAsync(pipe.Writer, patience, clock, TestDoor.Stop);
        clock.Advance(patience - TimeSpan.FromSeconds(1));
        Assert.False(slow.IsCompleted);
        var read = await pipe.Reader.ReadAsync(TestDoor.Stop);
        pipe.Reader.AdvanceTo(read.Buffer.End);
        Assert.True(await slow);
        pipe.Writer.Write(new byte[10]);
        var deaf = PatientFlush.IsTakenAsync(pipe.Writer, patience, clock, TestDoor.Stop);
        clock.Advance(patience);
        Assert.False(await deaf);
    }

    [Fact]
    public async Task The_stream_ends_when_the_daemon_stops()
    {
        await using var logs = await LogDoor.OpenAsync();
        using var frames = await FollowAsync(logs);
        _ = await NextAsync(frames);
        var stop = logs.Door.CloseAsync();
        Assert.Null(await frames.NextAsync());
        await stop;
    }

    [Fact]
    public async Task An_id_that_is_no_offset_is_refused()
    {
        await using var logs = await LogDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, logs.Target);
        request.Headers.Add("Last-Event-ID", "x");
        using var response = await logs.Door.SendAsync(request);
        SubmitTests.AssertError(((int)response.StatusCode, await TestDoor.ReadAsync(response)), 400, "PARAMETER_INVALID");
    }

    private static Task<Frames> FollowAsync(LogDoor logs, string range = "", string? lastEventId = null) =>
        Frames.FollowAsync(logs.Door, logs.Target + range, lastEventId, "text/event-stream");

    private static async Task<(long Id, string Kind, string Data)> NextAsync(Frames frames)
    {
        var (id, kind, data) = await frames.NextEventAsync();
        return (id, kind, data.GetRawText());
    }
}
