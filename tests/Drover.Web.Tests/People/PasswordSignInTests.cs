using System.Net;
using System.Text;
using Drover.Kernel.Jobs;
using Drover.People.Passwords;
using Drover.Web.Tests.Jobs;
using Drover.Web.Tests.Pages;

namespace Drover.Web.Tests.People;

/// <summary>Users of the network sign in by a password.</summary>
public sealed class PasswordSignInTests
{
    private const string Right = "correct horse battery", Wrong = "wrong horse battery";

    [Fact]
    public async Task A_user_signs_in_and_acts_in_the_role_that_the_account_has_at_that_moment()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        using var browser = new Browser(door);
        using (var answer = await browser.SignInAsync("ada", Right))
            Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Contains("user:ada", (await browser.GetAsync("/jobs")).Text, StringComparison.Ordinal);

        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        using (var refused = await browser.PostAsync($"/jobs/{id}/cancel"))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await door.DoAsync("""{"OP_ID":"OP_ACCOUNT_SET","name":"ada","role":"operator"}""");
        using (var done = await browser.PostAsync($"/jobs/{id}/cancel"))
            Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        await door.UntilAsync(id, JobStatus.Canceled);
    }

    [Theory]
    [InlineData("ada", Wrong)]
    [InlineData("nobody", Right)]
    [InlineData("bob", Right)]
    [InlineData("", "")]
    [InlineData("ADA", Right)]
    [InlineData("ada\r\nSet-Cookie: drover-session=x", Right)]
    public async Task Who_is_refused_is_not_told_why(string user, string password)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        await door.DoAsync("""{"OP_ID":"OP_ACCOUNT_ADD","name":"bob"}""");
        using var browser = new Browser(door);
        using var answer = await browser.SignInAsync(user, password);
        var text = await answer.Content.ReadAsStringAsync(TestDoor.Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("User, password or code is not right.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Right, text, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/jobs")).Status);
    }

    [Fact]
    public async Task What_was_typed_comes_back_as_text()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = new Browser(door);
        using var answer = await browser.SignInAsync("\"><script>alert(1)</script>", Right);
        Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_stands_in_no_file_and_in_no_line_and_its_hash_is_worth_nothing_without_the_key()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        using var browser = new Browser(door);
        using (await browser.SignInAsync("ada", Right))
        using (await browser.SignInAsync(Right, "typed into the other field"))
            Assert.DoesNotContain(door.Log.Lines, line => line.Text.Contains(Right, StringComparison.Ordinal));
        foreach (var file in door.Files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, TestDoor.Stop);
            Assert.True(content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Right)) < 0, file);
        }
        var hash = await door.HashAsync(Right);
        Assert.StartsWith("$argon2id$v=19$m=64,t=2,p=1$", hash, StringComparison.Ordinal);
        Assert.False(Argon2.Matches(hash, Encoding.UTF8.GetBytes(Right)));
        Assert.True(Argon2.Matches(hash, door.Key.Pepper(Right)));
    }

    [Fact]
    public async Task Who_fails_too_often_waits_also_with_the_right_password()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        await door.AddAccountAsync("bob", Right);
        using var browser = new Browser(door);
        for (var failure = 1; failure <= 5; failure++)
            using (var refused = await browser.SignInAsync("ada", Wrong))
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var held = await browser.SignInAsync("ada", Right))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
            Assert.Equal(TimeSpan.FromMinutes(15), held.Headers.RetryAfter!.Delta);
            Assert.Contains("Try again in 15 min", await held.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
        }
        using (var other = await browser.SignInAsync("bob", Right))
            Assert.Equal(HttpStatusCode.SeeOther, other.StatusCode);
        door.Clock.Advance(TimeSpan.FromMinutes(15));
        using var late = await browser.SignInAsync("ada", Right);
        Assert.Equal(HttpStatusCode.SeeOther, late.StatusCode);
    }

    [Fact]
    public async Task A_new_password_and_the_end_of_an_account_end_its_sessions_and_tokens()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        await door.AddTokenAsync("ada", "s3cret");
        using var browser = new Browser(door);
        using (await browser.SignInAsync("ada", Right))
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/jobs")).Status);
        door.Clock.Advance(TimeSpan.FromSeconds(1));
        await door.DoAsync($$"""{"OP_ID":"OP_ACCOUNT_SET","name":"ada","password_hash":"{{await door.HashAsync(Wrong)}}"}""");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/jobs")).Status);
        using (await browser.SignInAsync("ada", Wrong))
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/jobs")).Status);
        await door.DoAsync("""{"OP_ID":"OP_ACCOUNT_REMOVE","name":"ada"}""");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/jobs")).Status);
        SubmitTests.AssertError(await door.AskAsync("s3cret", HttpMethod.Get, "/v1/version"), 401, "TOKEN_UNKNOWN");
    }

    [Fact]
    public async Task No_token_may_more_than_the_account_of_its_user()
    {
        await using var door = await TestDoor.OpenAsync();
        await door.AddTokenAsync("ada", "s3cret", "admin");
        Assert.Equal(200, (await door.AskAsync("s3cret", HttpMethod.Get, "/v1/log-level")).Status);
        await door.DoAsync("""{"OP_ID":"OP_ACCOUNT_ADD","name":"ada","role":"viewer"}""");
        SubmitTests.AssertError(await door.AskAsync("s3cret", HttpMethod.Get, "/v1/log-level"), 403, "NOT_ALLOWED");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://elsewhere.example")]
    [InlineData("null")]
    public async Task Nobody_is_signed_in_from_a_page_of_another_site(string? origin)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        using var browser = new Browser(door);
        using var answer = await browser.PostAsync("/sign-in", origin, ("user", "ada"), ("password", Right));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_form_that_is_longer_than_any_is_not_read()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = new Browser(door);
        using var answer = await browser.SignInAsync("ada", new string('x', 20_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_is_never_one_that_somebody_else_has_begun()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        using var browser = await Browser.SignedInAsync(door);
        var before = Assert.Single(door.Sessions.All).Id;
        using (await browser.SignInAsync("ada", Right))
            Assert.NotEqual(before, Assert.Single(door.Sessions.All).Id);
    }

    [Fact]
    public async Task Attempts_that_cannot_be_looked_at_are_told_so_and_do_not_count()
    {
        await using var door = await TestDoor.OpenAsync(pages: true, passwords: new PasswordOptions { Memory = 64 << 10, AtOnce = 1, Waiting = -1 });
        using var browser = new Browser(door);
        for (var attempt = 1; attempt <= 6; attempt++)
            using (var busy = await browser.SignInAsync("ada", Right))
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
                Assert.Contains("Too many want to sign in", await busy.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task Who_has_signed_in_and_who_has_tried_stands_in_the_log()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Right);
        using var browser = new Browser(door);
        using (await browser.SignInAsync("ada", Wrong))
        using (await browser.SignInAsync("ada", Right))
        using (await browser.PostAsync("/sign-out"))
            Assert.Equal(
            [
                "1 attempts to sign in from 127.0.0.1 were refused, the last one as ada: what was shown is not right",
                "user:ada signed in from 127.0.0.1 by a password",
                "The session of user:ada from 127.0.0.1 was ended by user:ada",
            ], door.Log.Lines.Where(line => line.Id is >= 1610 and <= 1612).Select(line => line.Text));
    }

    [Theory]
    [InlineData("short", "PASSWORD_REFUSED")]
    [InlineData("with a tab \\t inside it", "PASSWORD_REFUSED")]
    [InlineData("", "FIELD_INVALID")]
    public async Task A_password_that_is_none_is_refused(string password, string code)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        SubmitTests.AssertError(await door.PostAsync("/v1/password-hashes", $$"""{"password":"{{password}}"}"""), 400, code);
    }

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("$2b$12$abcdefghijklmnopqrstuv")]
    public async Task A_job_takes_no_password(string inPlaceOfAHash)
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.UntilAsync(await door.SubmitAsync($$"""{"OP_ID":"OP_ACCOUNT_ADD","name":"ada","password_hash":"{{inPlaceOfAHash}}"}"""), JobStatus.Error);
        Assert.Equal("[]", (await door.GetAsync("/v1/query/account")).Body.GetProperty("rows").GetRawText());
    }
}
