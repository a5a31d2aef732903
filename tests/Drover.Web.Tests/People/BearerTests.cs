using System.Net;
using Drover.Kernel.Jobs;
using Drover.Web.Doors;
using Drover.Web.Tests.Jobs;
using Drover.Web.Tests.Pages;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Tests.People;

/// <summary>Programs over TCP are who their token says, on every path, in the role of that token.</summary>
public sealed class BearerTests
{
    private const string Note = """{"ops":[{"OP_ID":"OP_NOTE","text":"a"}]}""";

    // Each with what viewer, operator and admin are answered.
    [Theory]
    [InlineData("GET", "/v1/query/job?fields=ops", null, 200, 200, 200)]
    [InlineData("GET", "/v1/jobs/1/logs", null, 200, 200, 200)]
    [InlineData("GET", "/v1/version", null, 200, 200, 200)]
    [InlineData("GET", "/v1/query/token", null, 403, 403, 200)]
    [InlineData("GET", "/v1/log-level", null, 403, 403, 200)]
    [InlineData("POST", "/v1/jobs", Note, 403, 201, 201)]
    [InlineData("POST", "/v1/jobs/check", Note, 403, 200, 200)]
    [InlineData("POST", "/v1/jobs", """{"ops":[{"OP_ID":"OP_TOKEN_REMOVE","id":"x"}]}""", 403, 403, 201)]
    [InlineData("POST", "/v1/jobs", """{"ops":[{"OP_ID":"OP_NOTE","text":"a"},{"OP_ID":"OP_TOKEN_REMOVE","id":"x"}]}""", 403, 403, 201)]
    [InlineData("POST", "/v1/jobs/1/priority", """{"priority":-5}""", 403, 200, 200)]
    [InlineData("POST", "/v1/jobs/1/cancel", null, 403, 200, 200)]
    [InlineData("POST", "/v1/jobs/1/cancel", """{"kill":true}""", 403, 403, 200)]
    [InlineData("POST", "/v1/jobs/1/break-locks", null, 403, 403, 200)]
    [InlineData("PUT", "/v1/queue", """{"drained":true}""", 403, 403, 200)]
    [InlineData("PUT", "/v1/log-level", """{"level":"debug"}""", 403, 403, 200)]
    [InlineData("POST", "/v1/audit/verify", null, 403, 403, 200)]
    [InlineData("POST", "/v1/sign-in-links", null, 403, 403, 403)]
    public async Task A_role_may_what_it_says_and_no_more(string method, string path, string? body, int viewer, int operates, int admin)
    {
        foreach (var (role, status) in new (string?, int)[] { (null, viewer), ("viewer", viewer), ("operator", operates), ("admin", admin) })
        {
            await using var door = await TestDoor.OpenAsync(pages: true);
            // Somebody else's, and it goes on.
            await door.UntilItHoldsAsync(await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}"""));
            var token = $"token-of-{role}";
            await door.AddTokenAsync("ada", token, role);
            var before = door.Kernel.State.Sequence;
            var answer = await door.AskAsync(token, new HttpMethod(method), path, body);
            Assert.True(status == answer.Status, $"{role}: {answer.Status} {answer.Body}");
            if (status == 403)
            {
                Assert.Equal(before, door.Kernel.State.Sequence);
                Assert.Equal(path == "/v1/sign-in-links" ? "LINK_REFUSED" : "NOT_ALLOWED", answer.Body.GetProperty("error").GetProperty("code").GetString());
            }
        }
    }

    [Fact]
    public async Task What_a_token_submits_belongs_to_its_user()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.AddTokenAsync("ada", "s3cret", "operator");
        var (_, made) = await door.AskAsync("s3cret", HttpMethod.Post, "/v1/jobs", Note);
        Assert.Equal("user:ada", door.Kernel.State.Jobs[made.GetProperty("id").GetInt64()].Owner.ToString());
    }

    [Fact]
    public async Task What_is_stored_of_tokens_is_told_to_admins_alone_also_in_events()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.AddTokenAsync("ada", "s3cret", "operator");
        await door.AddTokenAsync("eve", "other", "admin");
        foreach (var (token, isTold) in new[] { ("s3cret", false), ("other", true) })
        {
            var told = await EventsAsync(door, token);
            var stored = told.Where(line => line.Contains("\"kind\":\"object-stored\"", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(stored);
            Assert.Equal(isTold, stored.Exists(line => line.Contains(SecretHash.Of("other"), StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_token_that_was_taken_away_is_nobodys_from_the_next_request_on()
    {
        await using var door = await TestDoor.OpenAsync();
        var job = await door.AddTokenAsync("ada", "s3cret", "admin");
        Assert.Equal(200, (await door.AskAsync("s3cret", HttpMethod.Get, "/v1/version")).Status);
        var id = (await door.GetAsync($"/v1/jobs/{job}")).Body.GetProperty("opresult")[0].GetString();
        await door.UntilAsync(await door.SubmitAsync($$"""{"OP_ID":"OP_TOKEN_REMOVE","id":"{{id}}"}"""), JobStatus.Success);
        SubmitTests.AssertError(await door.AskAsync("s3cret", HttpMethod.Get, "/v1/version"), 401, "TOKEN_UNKNOWN");
    }

    [Theory]
    [InlineData("Bearer wrong", "TOKEN_UNKNOWN", "Bearer realm=\"drover\", error=\"invalid_token\"")]
    [InlineData("Bearer ", "TOKEN_UNKNOWN", "Bearer realm=\"drover\", error=\"invalid_token\"")]
    [InlineData("Basic YWRhOnMzY3JldA==", "TCP_NOT_SIGNED_IN", "Bearer realm=\"drover\"")]
    [InlineData("Token s3cret", "TCP_NOT_SIGNED_IN", "Bearer realm=\"drover\"")]
    [InlineData(null, "TCP_NOT_SIGNED_IN", "Bearer realm=\"drover\"")]
    public async Task Who_shows_no_good_token_is_told_what_to_do(string? header, string code, string challenge)
    {
        await using var door = await TestDoor.OpenAsync();
        await door.AddTokenAsync("ada", "s3cret", "admin");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/version");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await door.Tcp.SendAsync(request, TestDoor.Stop);
        var body = await TestDoor.ReadAsync(response);
        SubmitTests.AssertError(((int)response.StatusCode, body), 401, code);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("drover token create --user NAME", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_good_does_not_fall_back_to_the_session_of_the_browser()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        using var answer = await browser.SendAsync("/v1/version", authorization: "Bearer wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_are_shown_by_a_token_too_and_a_browser_without_one_is_led_to_the_sign_in()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddTokenAsync("ada", "s3cret");
        using var browser = new Browser(door);
        using var shown = await browser.SendAsync("/jobs", authorization: "Bearer s3cret");
        Assert.Contains("user:ada", await shown.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
        using var led = await browser.SendAsync("/jobs");
        Assert.Equal("/sign-in", led.Headers.Location?.ToString());
    }

    // Whatever a path looks like, it is judged where it leads.
    [Theory]
    [InlineData("//v1/queue")]
    [InlineData("/v1/%71ueue")]
    [InlineData("/livez/../v1/queue")]
    [InlineData("/livez/%2e%2e/v1/queue")]
    [InlineData("/sign-in/..%2f..%2fv1/queue")]
    [InlineData("/assets/%2e%2e/v1/queue")]
    [InlineData("/V1/QUEUE")]
    public async Task No_spelling_of_a_path_leads_past_the_gate(string path)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var answer = await RawAsync(door, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("\"drained\"", answer, StringComparison.Ordinal);
        Assert.Matches("^HTTP/1.1 (401|403|404) ", answer);
    }

    [Fact]
    public async Task A_token_in_an_address_is_none_and_stands_in_no_line_of_the_log()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.AddTokenAsync("ada", "s3cret-token", "admin");
        using var response = await door.Tcp.GetAsync("/v1/version?access_token=s3cret-token", TestDoor.Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        await door.AskAsync("s3cret-token", HttpMethod.Get, "/v1/nothing");
        Assert.Contains(door.Log.Lines, line => line.Id == 1602);
        Assert.DoesNotContain(door.Log.Lines, line => line.Category.StartsWith("drover.", StringComparison.Ordinal) && line.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.7", "http", false, true)]
    [InlineData("192.0.2.7", "http", true, false)]
    [InlineData("192.0.2.7", "https", false, false)]
    [InlineData("127.0.0.1", "http", false, false)]
    [InlineData("::ffff:192.0.2.7", "http", false, true)]
    [InlineData("::1", "http", false, false)]
    public void Nobody_is_known_where_others_can_read_along(string from, string scheme, bool isMeant, bool isRefused)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) }, Request = { Scheme = scheme } };
        Assert.Equal(isRefused ? "WEB_IS_PLAIN" : null, (Record.Exception(() => PlainWay.Check(http, isMeant)) as DroverException)?.Code);
    }

    private static async Task<string> RawAsync(TestDoor door, string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, door.Tcp.BaseAddress!.Port, TestDoor.Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), TestDoor.Stop);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestDoor.Stop);
    }

    private static async Task<List<string>> EventsAsync(TestDoor door, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events?after=0") { Headers = { { "Authorization", $"Bearer {token}" } } };
        using var response = await door.Tcp.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestDoor.Stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestDoor.Stop));
        var told = new List<string>();
        for (var left = door.Kernel.State.Sequence; left > 0;)
            if (await reader.ReadLineAsync(TestDoor.Stop) is { } line && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                told.Add(line);
                left--;
            }
        return told;
    }
}
