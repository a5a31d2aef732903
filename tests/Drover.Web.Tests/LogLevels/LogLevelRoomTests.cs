using Drover.Daemon.Logging;
using Drover.Doors.Places;
using Drover.Kernel;
using Drover.Tests.Shared;
using Drover.Web.Tests.Jobs;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Tests.LogLevels;

public sealed class LogLevelRoomTests
{
    private const string Path = "/v1/log-level";

    [Fact]
    public async Task Levels_are_shown_for_every_category_beside_the_setting()
    {
        await using var door = await TestDoor.OpenAsync();
        var categories = string.Join(',', LogCategories.All.Select(name => $"""
            "{name}":"{(name == "store" ? "error" : "information")}"
            """));
        Assert.Equal(
            $$$"""{"level":"information,store=error","setting":"information,store=error","categories":{{{{categories}}}}}""",
            (await door.GetAsync(Path)).Body.GetRawText());
    }

    [Fact]
    public async Task What_is_named_is_changed_and_the_rest_stays_until_all_is_reset()
    {
        await using var door = await TestDoor.OpenAsync();
        Assert.Equal("information,jobs=debug,store=error", await PutAsync(door, """{"level":"jobs=debug"}"""));
        Assert.Equal("warning,jobs=debug,store=error", await PutAsync(door, """{"level":"warning"}"""));
        Assert.Equal("information,store=error", await PutAsync(door, """{"reset":true}"""));
    }

    [Theory]
    [InlineData("""{"level":"information,job=debug"}""", "LOG_LEVEL_INVALID", "part 2, 'job=debug': there is no category 'job'; did you mean 'jobs'?; categories are accounts, ")]
    [InlineData("""{"level":"loud"}""", "LOG_LEVEL_INVALID", "part 1, 'loud': 'loud' is no level; levels are debug, information, warning, error")]
    [InlineData("""{"level":5}""", "FIELD_INVALID", "level must be a text")]
    [InlineData("""{"levels":"debug"}""", "FIELD_UNKNOWN", "levels")]
    [InlineData("""{"level":"debug","reset":true}""", "FIELD_MISSING", "level")]
    [InlineData("{}", "FIELD_MISSING", "level")]
    public async Task Bad_input_is_refused_with_its_place_and_changes_nothing(string body, string code, string words)
    {
        await using var door = await TestDoor.OpenAsync();
        var answer = await door.SendAsync(HttpMethod.Put, Path, body);
        SubmitTests.AssertError(answer, 400, code);
        Assert.Contains(words, answer.Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("information,store=error", door.Levels.View.InForce);
    }

    [Fact]
    public async Task Observers_change_nothing_and_do_not_see_the_setting()
    {
        await using var door = await TestDoor.OpenAsync();
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        SubmitTests.AssertError(await door.Reopen().GetAsync(Path), 403, "NOT_ALLOWED");
        SubmitTests.AssertError(await door.Reopen().SendAsync(HttpMethod.Put, Path, """{"level":"debug"}"""), 403, "NOT_ALLOWED");
        Assert.Equal("information,store=error", door.Levels.View.InForce);
    }

    [Fact]
    public async Task Requests_write_no_line_at_information_and_what_is_refused_is_told_at_debug()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.GetAsync("/v1/queue");
        await door.GetAsync("/v1/nowhere");
        var line = Assert.Single(door.Log.Lines, line => line.Category == "drover.http");
        Assert.Equal((1602, LogLevel.Debug, "GET /v1/nowhere of uid:1000 was refused: ROUTE_UNKNOWN"), (line.Id, line.Level, line.Text));
    }

    [Fact]
    public async Task Connections_that_are_turned_away_are_told_at_once_and_then_once_a_minute_with_their_number()
    {
        await using var door = await TestDoor.OpenAsync(web: new WebOptions { HostNames = [], Places = new PlaceLimits { Most = 0 } });
        for (var time = 0; time < 3; time++)
            SubmitTests.AssertError(await door.GetAsync("/v1/queue"), 503, "TOO_MANY_CONNECTIONS");
        door.Clock.Advance(TimeSpan.FromMinutes(1));
        await door.GetAsync("/v1/queue");
        const string Reason = "HTTP connections of uid:1000 were turned away: there are 0 HTTP connections already; end some, or try again later";
        Assert.Equal([$"1 {Reason}", $"3 {Reason}"], door.Log.Lines.Where(line => line.Id == 1601).Select(line => line.Text));
    }

    private static async Task<string?> PutAsync(TestDoor door, string body)
    {
        var (status, answer) = await door.SendAsync(HttpMethod.Put, Path, body);
        Assert.True(status == 200, answer.ToString());
        return answer.GetProperty("level").GetString();
    }
}
