using System.Net;
using Drover.Doors.Places;
using Drover.Kernel;
using Drover.Web.Tests.Jobs;

namespace Drover.Web.Tests.Doors;

public sealed class DoorTests
{
    [Theory]
    [InlineData("/v1/jobs/1")]
    [InlineData("/v1/query/job")]
    [InlineData("/v1/events")]
    [InlineData("/v1/version")]
    [InlineData("/v1/openapi.json")]
    [InlineData("/nix")]
    [InlineData("/")]
    public async Task Tcp_serves_nothing_but_health_and_metrics(string path)
    {
        await using var door = await TestDoor.OpenAsync();
        using var response = await door.Tcp.GetAsync(path, TestDoor.Stop);
        SubmitTests.AssertError(((int)response.StatusCode, await TestDoor.ReadAsync(response)), 401, "TCP_NOT_SIGNED_IN");
    }

    [Fact]
    public async Task Tcp_takes_no_jobs()
    {
        await using var door = await TestDoor.OpenAsync();
        using var response = await door.Tcp.PostAsync("/v1/jobs", new StringContent("""{"ops":[{"OP_ID":"OP_NOTE"}]}"""), TestDoor.Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(door.Kernel.State.Jobs);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    public async Task Health_and_metrics_are_served_over_tcp(string path)
    {
        await using var door = await TestDoor.OpenAsync();
        using var response = await door.Tcp.GetAsync(path, TestDoor.Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:99", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("one.example", 200)]
    [InlineData("127.0.0.2", 403)]
    [InlineData("evil.example", 403)]
    [InlineData("[::1]", 403)]
    public async Task A_host_that_is_not_ours_is_refused_over_tcp(string host, int status)
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/livez");
        request.Headers.Host = host;
        using var response = await door.Tcp.SendAsync(request, TestDoor.Stop);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 403)
            SubmitTests.AssertError((403, await TestDoor.ReadAsync(response)), 403, "HOST_REFUSED");
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("https://localhost", 403)]
    [InlineData("http://localhost", 200)]
    public async Task An_origin_that_is_not_our_own_is_refused_over_tcp(string origin, int status)
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/livez");
        request.Headers.Host = "localhost";
        request.Headers.Add("Origin", origin);
        using var response = await door.Tcp.SendAsync(request, TestDoor.Stop);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Any_origin_is_refused_on_the_unix_socket()
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/livez") { Headers = { { "Origin", "http://localhost" } } };
        using var response = await door.SendAsync(request);
        SubmitTests.AssertError(((int)response.StatusCode, await TestDoor.ReadAsync(response)), 403, "ORIGIN_REFUSED");
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_told_as_errors()
    {
        await using var door = await TestDoor.OpenAsync();
        SubmitTests.AssertError(await door.GetAsync("/v1/nix"), 404, "ROUTE_UNKNOWN");
        SubmitTests.AssertError(await door.SendAsync(HttpMethod.Delete, "/v1/queue"), 405, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task A_connection_beyond_the_limit_is_told_so_and_closed()
    {
        await using var door = await TestDoor.OpenAsync(web: new WebOptions { HostNames = ["one.example"], Places = new PlaceLimits { Most = 1 } });
        Assert.Equal(200, (await door.GetAsync("/livez")).Status);
        using var response = await door.Tcp.GetAsync("/livez", TestDoor.Stop);
        var body = await TestDoor.ReadAsync(response);
        SubmitTests.AssertError(((int)response.StatusCode, body), 503, "TOO_MANY_CONNECTIONS");
        Assert.Contains("there are 1 HTTP connections already", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(response.Headers.ConnectionClose);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("drover_http_connections_refused_total{} 1\n", await door.TextAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_who_takes_all_places_keeps_no_operator_out()
    {
        await using var door = await TestDoor.OpenAsync(web: new WebOptions { Places = new PlaceLimits { Most = 6, PerCaller = 3, Reserve = 2 } });
        foreach (var (uid, gets) in new (uint, int)[] { (1000, 3), (1001, 1), (1002, 0) })
        {
            door.Gate.Caller = Caller.User(uid, Role.Observer);
            for (var connection = 1; connection <= 4; connection++)
                Assert.Equal(connection <= gets ? 200 : 503, (await door.ConnectAnew().GetAsync("/livez")).Status);
        }
        door.Gate.Caller = Caller.User(0, Role.Operator);
        Assert.Equal(200, (await door.ConnectAnew().GetAsync("/v1/log-level")).Status);
    }

    [Fact]
    public async Task A_user_without_rights_who_follows_in_all_places_keeps_no_operator_from_following()
    {
        await using var door = await TestDoor.OpenAsync(followers: 4);
        door.Gate.Caller = Caller.User(1000, Role.Observer);
        using var first = await door.FollowAsync();
        using var second = await door.FollowAsync();
        using (var refused = await door.FollowAsync())
            SubmitTests.AssertError(((int)refused.StatusCode, await TestDoor.ReadAsync(refused)), 503, "TOO_MANY_FOLLOWERS");
        Assert.Equal("1 followers of events or logs of uid:1000 were turned away: there are 2 followers of events and logs already, and the rest is kept for operators; try again later",
            Assert.Single(door.Log.Lines, line => line.Id == 1604).Text);
        door.Gate.Caller = Caller.User(0, Role.Operator);
        using var operators = await door.ConnectAnew().FollowAsync();
        Assert.Equal(HttpStatusCode.OK, operators.StatusCode);
    }

    [Fact]
    public async Task Head_answers_wherever_get_does_and_ends()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"a"}""");
        var paths = door.Site.Routes.All.Where(route => route.Method == "GET").Select(route => route.Path
            .Replace("{id}", "1", StringComparison.Ordinal).Replace("{opcode}", "OP_NOTE", StringComparison.Ordinal).Replace("{resource}", "job", StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal));
        foreach (var path in paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await door.SendAsync(request);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestDoor.Stop));
            Assert.True(head.IsSuccessStatusCode || path.StartsWith("/v1/logs/", StringComparison.Ordinal) || path.Contains("/query/job/", StringComparison.Ordinal), $"{path}: {head.StatusCode}");
        }
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("identity, br", 415)]
    [InlineData("identity", 201)]
    public async Task A_body_that_is_encoded_is_refused(string encoding, int status)
    {
        await using var door = await TestDoor.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = new StringContent("""{"ops":[{"OP_ID":"OP_NOTE","text":"a"}]}""") };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await door.SendAsync(request);
        var body = await TestDoor.ReadAsync(response);
        Assert.True(status == (int)response.StatusCode, body.ToString());
        if (status == 415)
            SubmitTests.AssertError((415, body), 415, "ENCODING_UNKNOWN");
    }
}
