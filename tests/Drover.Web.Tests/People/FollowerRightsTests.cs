using System.Net;
using Drover.Web.Tests.Jobs;
using Drover.Web.Tests.Logs;

namespace Drover.Web.Tests.People;

/// <summary>Who follows something is told no more from the moment on at which they would not be let in any more, and the stream ends.</summary>
public sealed class FollowerRightsTests
{
    private const string Password = "correct horse battery";

    private static readonly string[] s_streams = ["/v1/events", "/v1/jobs/1/follow?after_log=0", "/v1/logs/job%2F17", "/v1/trace?facilities=all", "/live"];

    private static readonly string[] s_causes =
        ["token removed", "role of the token's user", "session ended", "signed out", "another password", "role of the session's account", "account removed", "time over"];

    public static MatrixTheoryData<string, string> Streams { get; } = new(s_streams, s_causes);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_ends_with_what_it_stands_on(string path, string cause)
    {
        await using var logs = await LogDoor.OpenAsync(pages: true);
        var door = logs.Door;
        await door.UntilItHoldsAsync(await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}"""));
        await door.AddAccountAsync("ada", Password, "admin");
        var token = (await door.GetAsync($"/v1/jobs/{await door.AddTokenAsync("ada", "s3cret", "admin")}")).Body.GetProperty("opresult")[0].GetString();
        var session = (await door.Sessions.SignInAsync("ada", Password, "", "192.0.2.1", TestDoor.Stop)).Secret!;
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/event-stream" } } };
        if (cause.Contains("token", StringComparison.Ordinal))
            request.Headers.Add("Authorization", "Bearer s3cret");
        else
            request.Headers.Add("Cookie", $"drover-session={session}");
        using var response = await door.Tcp.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestDoor.Stop);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var silence = TimeSpan.FromSeconds(path == "/live" ? 30 : 15);
        await door.Clock.WaitForSingleTimerAsync(silence, TestDoor.Stop);

        door.Clock.Advance(TimeSpan.FromSeconds(1));
        await (cause switch
        {
            "token removed" => door.DoAsync($$"""{"OP_ID":"OP_TOKEN_REMOVE","id":"{{token}}"}"""),
            "role of the token's user" or "role of the session's account" => door.DoAsync("""{"OP_ID":"OP_ACCOUNT_SET","name":"ada","role":"operator"}"""),
            "session ended" => door.PostAsync($"/v1/sessions/{door.Sessions.All.Single().Id}/end"),
            "signed out" => Task.Run(() => door.Sessions.SignOut(session), TestDoor.Stop),
            "another password" => door.DoAsync($$"""{"OP_ID":"OP_ACCOUNT_SET","name":"ada","password_hash":"{{await door.HashAsync("another horse battery")}}"}"""),
            "account removed" => door.DoAsync("""{"OP_ID":"OP_ACCOUNT_REMOVE","name":"ada"}"""),
            _ => Task.Run(() => door.Clock.TurnWallClock(TimeSpan.FromHours(13)), TestDoor.Stop),
        });
        logs.Append("too late\n");
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"too late"}""");
        door.Domain.Say(1);
        door.Clock.Advance(silence);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestDoor.Stop));
        var told = await reader.ReadToEndAsync(TestDoor.Stop).WaitAsync(TimeSpan.FromSeconds(30), TestDoor.Stop);
        Assert.DoesNotContain("too late", told, StringComparison.Ordinal);
        Assert.DoesNotContain("still holding", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_for_a_job_is_not_told_of_it_when_the_token_is_gone()
    {
        await using var door = await TestDoor.OpenAsync();
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        var token = (await door.GetAsync($"/v1/jobs/{await door.AddTokenAsync("ada", "s3cret", "viewer")}")).Body.GetProperty("opresult")[0].GetString();
        var answer = door.AskAsync("s3cret", HttpMethod.Get, $"/v1/jobs/{id}/wait?status=running");
        await door.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(60), TestDoor.Stop);
        await door.DoAsync($$"""{"OP_ID":"OP_TOKEN_REMOVE","id":"{{token}}"}""");
        door.Domain.Gate(id).SetResult();
        SubmitTests.AssertError(await answer, 401, "TOKEN_UNKNOWN");
    }

    [Fact]
    public async Task A_change_that_leaves_a_caller_as_they_were_ends_nothing()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.AddTokenAsync("ada", "s3cret", "viewer");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events") { Headers = { { "Authorization", "Bearer s3cret" } } };
        using var response = await door.Tcp.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestDoor.Stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestDoor.Stop));
        await door.DoAsync("""{"OP_ID":"OP_ACCOUNT_ADD","name":"ada","role":"admin"}""");
        await door.AddTokenAsync("bob", "other", "admin");
        var last = door.Kernel.State.Sequence;
        while (await reader.ReadLineAsync(TestDoor.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestDoor.Stop) is { } line)
            if (line == $"id: {last}")
                return;
        Assert.Fail("The stream has ended.");
    }
}
