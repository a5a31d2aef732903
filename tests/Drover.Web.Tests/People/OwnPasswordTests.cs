using System.Net;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Web.Tests.Jobs;
using Drover.Web.Tests.Pages;

namespace Drover.Web.Tests.People;

/// <summary>Users change their own password, knowing it.</summary>
public sealed class OwnPasswordTests
{
    private const string Old = "correct horse battery", New = "another horse battery", Wrong = "wrong horse battery";

    [Fact]
    public async Task A_viewer_takes_another_password_and_goes_on_while_the_other_sessions_end()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Old);
        using var here = new Browser(door);
        using var elsewhere = new Browser(door);
        using (await here.SignInAsync("ada", Old))
        using (await elsewhere.SignInAsync("ada", Old))
            Assert.Contains("action=\"/account/password\"", (await here.GetAsync("/account")).Text, StringComparison.Ordinal);
        door.Clock.Advance(TimeSpan.FromSeconds(1));
        using (var changed = await ChangeAsync(here, Old, New))
            Assert.Equal((HttpStatusCode.SeeOther, "/account?notice=account.done"), (changed.StatusCode, changed.Headers.Location!.ToString()));
        Assert.Contains("You have another password.", (await here.GetAsync("/account?notice=account.done")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/jobs")).Status);
        Assert.Single(door.Sessions.All);
        var job = door.Kernel.State.Jobs.Values.MaxBy(one => one.Id)!;
        Assert.Equal(("user:ada", JobStatus.Success), (job.Owner.ToString(), job.Status));

        using (var refused = await elsewhere.SignInAsync("ada", Old))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var entered = await elsewhere.SignInAsync("ada", New))
            Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        Assert.Contains(door.Log.Lines, line => line.Text == "user:ada has another password, from 127.0.0.1");
        Assert.DoesNotContain(door.Log.Lines, line => line.Text.Contains(New, StringComparison.Ordinal));
        foreach (var file in door.Files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, TestDoor.Stop);
            Assert.True(content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(New)) < 0, file);
        }
    }

    [Theory]
    [InlineData(Wrong, New, New, HttpStatusCode.Forbidden, "User, password or code is not right.")]
    [InlineData(Old, New, Wrong, HttpStatusCode.BadRequest, "The two new passwords are not the same.")]
    [InlineData(Old, "short", "short", HttpStatusCode.BadRequest, "fewer than 12")]
    [InlineData(Old, Old, Old, HttpStatusCode.BadRequest, "the one of before")]
    public async Task What_is_not_right_changes_nothing_and_is_told(string old, string next, string again, HttpStatusCode status, string told)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Old);
        using var browser = new Browser(door);
        using (await browser.SignInAsync("ada", Old))
        using (var answer = await ChangeAsync(browser, old, next, again))
        {
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(told, await answer.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/jobs")).Status);
        using var other = new Browser(door);
        using var entered = await other.SignInAsync("ada", Old);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
    }

    [Fact]
    public async Task Who_guesses_in_a_session_of_somebody_else_is_held_up()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Old);
        using var browser = new Browser(door);
        using (await browser.SignInAsync("ada", Old))
            for (var guess = 1; guess <= 5; guess++)
                using (var refused = await ChangeAsync(browser, Wrong, New))
                    Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var held = await ChangeAsync(browser, Old, New);
        Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_led_to_it_from_a_page_of_another_site()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Old);
        using var browser = new Browser(door);
        using (await browser.SignInAsync("ada", Old))
            foreach (var origin in new[] { null, "http://elsewhere.example" })
                using (var refused = await browser.PostAsync("/account/password", origin, ("password", Old), ("new", New), ("again", New)))
                    Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Who_came_by_a_link_has_none_to_change()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        Assert.Contains("there is none to change", (await browser.GetAsync("/account")).Text, StringComparison.Ordinal);
        Assert.Contains("il n&#x27;y en a pas", (await browser.GetAsync("/account", "fr")).Text, StringComparison.Ordinal);
        using var refused = await ChangeAsync(browser, Old, New);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task Programs_change_it_with_no_more_than_the_password()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Old);
        Assert.Equal((200, """{"done":true}"""), await door.PostAsync("/v1/own-password", Body("ada", Old, New)) is var (status, body) ? (status, body.GetRawText()) : default);
        SubmitTests.AssertError(await door.PostAsync("/v1/own-password", Body("ada", Old, Wrong)), 403, "SIGN_IN_REFUSED");
        SubmitTests.AssertError(await door.PostAsync("/v1/own-password", Body("nobody", Old, Wrong)), 403, "SIGN_IN_REFUSED");
        for (var guess = 2; guess <= 5; guess++)
            SubmitTests.AssertError(await door.PostAsync("/v1/own-password", Body("ada", Old, Wrong)), 403, "SIGN_IN_REFUSED");
        SubmitTests.AssertError(await door.PostAsync("/v1/own-password", Body("ada", New, Wrong)), 429, "SIGN_IN_HELD_UP");
        Assert.Empty(door.Sessions.All);
    }

    [Fact]
    public async Task A_job_changes_the_password_of_its_owner_alone_and_none_that_was_set_meanwhile()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Old, "admin");
        await door.AddTokenAsync("ada", "token-of-ada", "admin");
        await door.AddTokenAsync("eve", "token-of-eve", "admin");
        foreach (var (token, when) in new[] { ("token-of-eve", 0), ("token-of-ada", 1) })
        {
            var (status, made) = await door.AskAsync(token, HttpMethod.Post, "/v1/jobs", $$"""{"ops":[{"OP_ID":"OP_ACCOUNT_PASSWORD","name":"ada","password_hash":{{JsonSerializer.Serialize(await door.HashAsync(New))}},"credentials_set":{{when}}}]}""");
            Assert.True(status == 201, made.ToString());
            await door.UntilAsync(made.GetProperty("id").GetInt64(), JobStatus.Error);
        }
        using var browser = new Browser(door);
        using var entered = await browser.SignInAsync("ada", Old);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
    }

    private static Task<HttpResponseMessage> ChangeAsync(Browser browser, string old, string next, string? again = null) =>
        browser.PostAsync("/account/password", ("password", old), ("new", next), ("again", again ?? next));

    private static string Body(string user, string password, string next) => $$"""{"user":"{{user}}","password":"{{password}}","new_password":"{{next}}"}""";
}
