using System.Net;
using Drover.Kernel.Jobs;
using Drover.Web.Tests.Pages;

namespace Drover.Web.Tests.Doors;

/// <summary>A proxy ends TLS before the daemon: what browsers send names the proxy, and comes over a plain connection of this machine.</summary>
public sealed class ProxyTests
{
    private const string Public = "https://drover.example", Password = "correct horse battery";

    private static readonly WebOptions s_options = new() { HostNames = ["one.example"], Origins = [Public, "https://drover.example:8443"] };

    // Proxies pass the Host of the browser on, or put the address there by which they reach the daemon.
    [Theory]
    [InlineData("drover.example", Public)]
    [InlineData("127.0.0.1", Public)]
    [InlineData("drover.example:8443", "https://drover.example:8443")]
    public async Task A_user_signs_in_and_acts_through_the_proxy(string host, string origin)
    {
        await using var door = await TestDoor.OpenAsync(pages: true, web: s_options);
        await door.AddAccountAsync("ada", Password, "operator");
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        using var entered = await SendAsync(door, HttpMethod.Post, "/sign-in", host, origin, null, ("user", "ada"), ("password", Password));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (entered.StatusCode, entered.Headers.Location?.ToString()));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^__Host-drover-session=.*; secure; samesite=strict; httponly$", cookie);
        cookie = cookie.Split(';')[0];
        using (var looked = await SendAsync(door, HttpMethod.Get, "/jobs", host, null, cookie))
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        using (var canceled = await SendAsync(door, HttpMethod.Post, $"/jobs/{id}/cancel", host, origin, cookie))
            Assert.Equal(HttpStatusCode.SeeOther, canceled.StatusCode);
        await door.UntilAsync(id, JobStatus.Canceled);
        using (var left = await SendAsync(door, HttpMethod.Post, "/sign-out", host, origin, cookie))
            Assert.StartsWith("__Host-drover-session=;", left.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Empty(door.Sessions.All);
    }

    [Theory]
    [InlineData("drover.example", "http://drover.example:9")]
    [InlineData("drover.example", "https://elsewhere.example")]
    [InlineData("drover.example", "https://drover.example.elsewhere.example")]
    [InlineData("drover.example", "https://drover.example:444")]
    [InlineData("drover.example", "null")]
    [InlineData("elsewhere.example", Public)]
    public async Task Pages_of_other_sites_are_kept_out(string host, string origin)
    {
        await using var door = await TestDoor.OpenAsync(pages: true, web: s_options);
        await door.AddAccountAsync("ada", Password);
        using var answer = await SendAsync(door, HttpMethod.Post, "/sign-in", host, origin, null, ("user", "ada"), ("password", Password));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Without_the_setting_the_refusal_names_it()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var answer = await SendAsync(door, HttpMethod.Post, "/sign-in", "127.0.0.1", Public, null, ("user", "ada"), ("password", Password));
        Assert.Contains("web-origin", (await TestDoor.ReadAsync(answer)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_lead_to_the_proxy()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, web: s_options, origin: Public);
        Assert.Equal("drover.example", (await Browser.LinkAsync(door)).Host);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestDoor door, HttpMethod method, string path, string host, string? origin, string? cookie, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await door.Tcp.SendAsync(request, TestDoor.Stop);
    }
}
