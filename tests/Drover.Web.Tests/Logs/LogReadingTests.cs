using Drover.Kernel;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Logs;

public sealed class LogReadingTests
{
    [Fact]
    public async Task Logs_are_listed_by_name_with_their_ends()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("one\n");
        File.WriteAllText(logs.OddPath, "odd\n");
        var (status, body) = await logs.Door.GetAsync("/v1/logs");
        Assert.Equal(200, status);
        Assert.Equal([(LogDoor.Name, 0, 4), (LogDoor.OddName, 0, 4)], body.GetProperty("logs").EnumerateArray()
            .Select(log => (log.GetProperty("name").GetString()!, log.GetProperty("first").GetInt32(), log.GetProperty("end").GetInt32())));
        Assert.Equal(2, body.GetProperty("logs")[0].GetProperty("changed").GetArrayLength());
    }

    [Theory]
    [InlineData("", "one\ntwo\nthree\nfour")]
    [InlineData("?offset=5", "wo\nthree\nfour")]
    [InlineData("?offset=18", "")]
    [InlineData("?tail=2", "three\nfour")]
    [InlineData("?tail=0", "")]
    [InlineData("?tail=3&lines=1", "two\n")]
    [InlineData("?tail_bytes=6", "e\nfour")]
    [InlineData("?tail_bytes=1000", "one\ntwo\nthree\nfour")]
    [InlineData("?lines=2", "one\ntwo\n")]
    [InlineData("?line=3", "three\nfour")]
    [InlineData("?line=2&lines=1", "two\n")]
    public async Task A_part_of_a_log_is_sent_byte_for_byte(string range, string expected)
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("one\ntwo\nthree\nfour");
        using var response = await logs.GetAsync(logs.Target + range);
        Assert.Equal((200, "application/octet-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestDoor.Stop));
        Assert.Equal(("18", "0"), (response.Headers.GetValues("Log-End").Single(), response.Headers.GetValues("Log-Skipped").Single()));
        if (!range.Contains("lines", StringComparison.Ordinal))
            Assert.Equal((18 - expected.Length).ToString(), response.Headers.GetValues("Log-Offset").Single());
    }

    [Fact]
    public async Task Lines_are_sent_with_their_times_when_they_are_asked_for_and_from_a_time_on()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.WriteOdd("one\ntwo\nthree\n", (4, 0), (8, 10_500_000), (14, 20_000_000));
        const string Lines = "application/x-ndjson";
        using var all = await logs.GetAsync(LogDoor.OddTarget + "?timestamps=yes", Lines);
        Assert.Equal(
            """
            {"offset":0,"next":4,"time":null,"text":"one"}
            {"offset":4,"next":8,"time":[10,500000],"text":"two"}
            {"offset":8,"next":14,"time":[20,0],"text":"three"}

            """, await all.Content.ReadAsStringAsync(TestDoor.Stop));
        using var late = await logs.GetAsync(LogDoor.OddTarget + "?since=10.5&timestamps=no", Lines);
        Assert.Equal("""{"offset":4,"next":8,"text":"two"}""", (await late.Content.ReadAsStringAsync(TestDoor.Stop)).Split('\n')[0]);
        using var bytes = await logs.GetAsync(LogDoor.OddTarget + "?since=11");
        Assert.Equal("three\n", await bytes.Content.ReadAsStringAsync(TestDoor.Stop));
    }

    [Theory]
    [InlineData("?timestamps=yes", "Accept")]
    [InlineData("?timestamps=maybe", "give yes or no")]
    [InlineData("?since=yesterday", "'since'")]
    [InlineData("?since=1&tail=1", "since can say where to begin")]
    public async Task What_makes_no_sense_about_times_is_refused(string range, string problem)
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("one\n");
        var (status, body) = await logs.Door.GetAsync(logs.Target + range);
        Assert.Equal(400, status);
        Assert.Contains(problem, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_the_daemon_has_the_times_of_its_index()
    {
        await using var logs = await LogDoor.OpenAsync();
        var before = Timestamp.From(TimeProvider.System).Seconds;
        logs.Append("one\n");
        using var response = await logs.GetAsync(logs.Target + $"?since={before}&timestamps=yes", "application/x-ndjson");
        using var line = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestDoor.Stop));
        Assert.Equal("one", line.RootElement.GetProperty("text").GetString());
        Assert.InRange(line.RootElement.GetProperty("time")[0].GetInt64(), before, Timestamp.From(TimeProvider.System).Seconds);
        using var later = await logs.GetAsync(logs.Target + $"?since={before + 1_000}");
        Assert.Equal("", await later.Content.ReadAsStringAsync(TestDoor.Stop));
    }

    [Fact]
    public async Task A_log_of_many_pieces_arrives_whole()
    {
        await using var logs = await LogDoor.OpenAsync(fileBytes: 200_000);
        var bytes = new byte[390_000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = i % 100 == 99 ? (byte)'\n' : (byte)(128 + (i % 90));
        foreach (var chunk in bytes.Chunk(1_000))
            logs.Append(chunk);
        using var response = await logs.GetAsync(logs.Target);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(TestDoor.Stop));
        using var lines = await logs.GetAsync(logs.Target + "?lines=3500");
        Assert.Equal(bytes[..350_000], await lines.Content.ReadAsByteArrayAsync(TestDoor.Stop));
    }

    [Fact]
    public async Task Lines_are_sent_as_JSON_with_their_offsets_and_bytes_that_are_no_text_as_base64()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("one\n\n");
        logs.Append([0xc3, 0xff, (byte)'\n', .. "\u00e4\"end"u8]);
        using var response = await logs.GetAsync(logs.Target, "application/x-ndjson");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("""
            {"offset":0,"next":4,"text":"one"}
            {"offset":4,"next":5,"text":""}
            {"offset":5,"next":8,"base64":"w/8="}
            {"offset":8,"next":14,"text":"ä\"end"}

            """, await response.Content.ReadAsStringAsync(TestDoor.Stop));
        using var some = await logs.GetAsync(logs.Target + "?offset=4&lines=1", "application/x-ndjson");
        Assert.Equal("{\"offset\":4,\"next\":5,\"text\":\"\"}\n", await some.Content.ReadAsStringAsync(TestDoor.Stop));
    }

    [Fact]
    public async Task What_is_cut_away_is_said()
    {
        await using var logs = await LogDoor.OpenAsync(fileBytes: 4);
        foreach (var line in new[] { "one\n", "two\n", "six\n", "ten\n" })
            logs.Append(line);
        using var bytes = await logs.GetAsync(logs.Target + "?offset=2");
        Assert.Equal("six\nten\n", await bytes.Content.ReadAsStringAsync(TestDoor.Stop));
        Assert.Equal(("8", "6"), (bytes.Headers.GetValues("Log-Offset").Single(), bytes.Headers.GetValues("Log-Skipped").Single()));
        using var lines = await logs.GetAsync(logs.Target + "?offset=2&lines=1", "application/x-ndjson");
        Assert.Equal("{\"offset\":8,\"next\":8,\"skipped\":6,\"text\":\"\"}\n{\"offset\":8,\"next\":12,\"text\":\"six\"}\n", await lines.Content.ReadAsStringAsync(TestDoor.Stop));
    }

    [Fact]
    public async Task A_name_with_slashes_dots_and_percent_signs_leads_to_its_log_alone()
    {
        await using var logs = await LogDoor.OpenAsync();
        File.WriteAllText(logs.OddPath, "odd\n");
        using var response = await logs.GetAsync("/v1/logs/" + Uri.EscapeDataString(LogDoor.OddName));
        Assert.Equal("odd\n", await response.Content.ReadAsStringAsync(TestDoor.Stop));
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/logs/" + Uri.EscapeDataString("../../store.db")), 404, "LOG_UNKNOWN");
    }

    [Fact]
    public async Task A_log_that_does_not_exist_and_one_without_a_byte_are_told_apart()
    {
        await using var logs = await LogDoor.OpenAsync();
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/logs/none"), 404, "LOG_UNKNOWN");
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/logs/" + Uri.EscapeDataString(LogDoor.OddName)), 404, "LOG_EMPTY");
    }

    [Theory]
    [InlineData("?offset=1&tail=2")]
    [InlineData("?offset=-1")]
    [InlineData("?offset=19")]
    [InlineData("?lines=0")]
    [InlineData("?bytes=4")]
    public async Task A_part_that_makes_no_sense_is_refused(string range)
    {
        await using var logs = await LogDoor.OpenAsync();
        var (status, _) = await logs.Door.GetAsync(logs.Target + range);
        Assert.Equal(400, status);
    }

    [Fact]
    public async Task A_line_number_is_refused_where_lines_are_not_counted()
    {
        await using var logs = await LogDoor.OpenAsync();
        File.WriteAllText(logs.OddPath, "odd\n");
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/logs/" + Uri.EscapeDataString(LogDoor.OddName) + "?line=1"), 400, "PARAMETER_INVALID");
    }

    [Fact]
    public async Task Observers_see_no_log()
    {
        await using var logs = await LogDoor.OpenAsync();
        logs.Append("secret\n");
        logs.Door.Gate.Caller = Caller.User(2000, Role.Observer);
        logs.Door.Reopen();
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/logs"), 403, "NOT_ALLOWED");
        SubmitTests.AssertError(await logs.Door.GetAsync(logs.Target), 403, "NOT_ALLOWED");
        SubmitTests.AssertError(await logs.Door.GetAsync("/v1/logs/none"), 403, "NOT_ALLOWED");
        using var stream = await logs.GetAsync(logs.Target, "text/event-stream");
        Assert.DoesNotContain("secret", await stream.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
        Assert.Equal(403, (int)stream.StatusCode);
    }
}
