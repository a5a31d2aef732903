using System.Net;
using Drover.Kernel;

namespace Drover.Web.Tests.Pages;

public sealed class SignInTests
{
    [Fact]
    public async Task A_link_is_used_by_its_button_and_only_once()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var link = await Browser.LinkAsync(door);
        using var browser = new Browser(door);
        for (var look = 0; look < 2; look++)
            Assert.Contains("<button>Sign in</button>", (await browser.GetAsync(link.AbsolutePath)).Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), await WhereToAsync(browser, "/jobs"));

        using var used = await browser.PostAsync("/sign-in", ("link", link.Segments[^1]));
        Assert.Equal("/", used.Headers.Location!.ToString());
        var cookie = used.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/jobs")).Status);

        using var other = new Browser(door);
        using var again = await other.PostAsync("/sign-in", ("link", link.Segments[^1]));
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), await WhereToAsync(other, "/jobs"));
    }

    [Fact]
    public async Task Links_and_sessions_have_an_end()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var link = await Browser.LinkAsync(door);
        door.Clock.Advance(TimeSpan.FromMinutes(5));
        using var late = new Browser(door);
        Assert.Contains("not any more", (await late.GetAsync(link.AbsolutePath)).Text, StringComparison.Ordinal);

        using var browser = await Browser.SignedInAsync(door);
        door.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        door.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), await WhereToAsync(browser, "/"));
    }

    [Fact]
    public async Task Who_signs_out_is_a_stranger_again_also_with_the_old_cookie()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        using var opened = await browser.SendAsync("/");
        using (await browser.PostAsync("/sign-out"))
            Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), await WhereToAsync(browser, "/"));
    }

    [Fact]
    public async Task A_request_that_changes_something_must_come_from_a_page_of_the_daemon()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        using var browser = await Browser.SignedInAsync(door);
        foreach (var origin in new[] { null, "http://elsewhere.example", "null" })
        {
            using var refused = await browser.PostAsync($"/jobs/{id}/cancel", origin);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using var api = await browser.PostAsync($"/v1/jobs/{id}/cancel", origin);
            Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        }
        Assert.Equal("running", (await door.GetAsync($"/v1/jobs/{id}")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_browser_may_do_what_its_user_may_and_no_more()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        door.Reopen();
        using var observer = await Browser.SignedInAsync(door);
        Assert.Contains("uid:2000", (await observer.GetAsync($"/jobs/{id}")).Text, StringComparison.Ordinal);
        using var refused = await observer.PostAsync($"/jobs/{id}/cancel");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("NOT_ALLOWED", await refused.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_given_on_the_socket_only()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        using var refused = await browser.PostAsync("/v1/sign-in-links");
        Assert.Contains("LINK_REFUSED", await refused.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/jobs?status=error", "/jobs?status=error")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    [InlineData("http://elsewhere.example/", "/")]
    public async Task The_choice_of_a_language_leads_back_to_the_page_and_nowhere_else(string to, string expected)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = new Browser(door);
        using var answer = await browser.PostAsync("/language", ("language", "fr"), ("to", to));
        Assert.Equal(expected, answer.Headers.Location!.ToString());
        Assert.Contains("<html lang=\"fr\">", (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode, string?)> WhereToAsync(Browser browser, string path)
    {
        using var answer = await browser.SendAsync(path);
        return (answer.StatusCode, answer.Headers.Location?.ToString());
    }
}
