using System.Net;
using Drover.Kernel;
using Drover.Web.Sessions;
using Drover.Web.Tests.Jobs;
using Drover.Web.Tests.Pages;

namespace Drover.Web.Tests.People;

/// <summary>Sessions outlive the daemon, can be looked at, and be ended.</summary>
public sealed class SessionTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_session_goes_on_after_a_restart_of_the_daemon_with_what_it_may_do()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        await door.AddAccountAsync("ada", Password);
        var link = door.Sessions.SignIn(door.Sessions.Invite(Caller.User(1000, Role.Operator)), "192.0.2.7")!;
        var observer = door.Sessions.SignIn(door.Sessions.Invite(Caller.User(1001, Role.Observer)), "192.0.2.7")!;
        var ada = (await door.Sessions.SignInAsync("ada", Password, "", "192.0.2.8", TestDoor.Stop)).Secret!;
        var gone = door.Sessions.SignIn(door.Sessions.Invite(Caller.User(1000, Role.Operator)), "192.0.2.9")!;
        door.Sessions.SignOut(gone);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(door.SessionFile));
        Assert.DoesNotContain(link, await File.ReadAllTextAsync(door.SessionFile, TestDoor.Stop), StringComparison.Ordinal);

        var next = new WebSessions(new WebSessionOptions { File = door.SessionFile }, door.Clock);
        Assert.Equal((Caller.User(1000, Role.Operator), "192.0.2.7"), (next.Find(link)!.Local, next.Find(link)!.From));
        Assert.Equal(Caller.User(1001, Role.Observer), next.Find(observer)!.Local);
        Assert.Equal(door.Sessions.Find(ada), next.Find(ada));
        Assert.Equal("ada", next.Find(ada)!.Account);
        Assert.Null(next.Find(gone));
        door.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Null(next.Find(link));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""[{"Hash":"x","User":"nobody at all"}]""")]
    public async Task A_file_that_is_damaged_has_browsers_sign_in_anew(string content)
    {
        await using var door = await TestDoor.OpenAsync();
        await File.WriteAllTextAsync(door.SessionFile, content, TestDoor.Stop);
        var next = new WebSessions(new WebSessionOptions { File = door.SessionFile }, door.Clock, loggers: door.Log);
        Assert.Empty(next.All);
        Assert.Contains(door.Log.Lines, line => line.Id == 1613);
    }

    [Fact]
    public async Task The_number_of_sessions_has_a_bound()
    {
        await using var door = await TestDoor.OpenAsync();
        var sessions = new WebSessions(new WebSessionOptions { Most = 2 }, door.Clock);
        var first = sessions.SignIn(sessions.Invite(Caller.User(1, Role.Observer)), "a")!;
        for (var more = 0; more < 2; more++)
        {
            door.Clock.Advance(TimeSpan.FromSeconds(1));
            sessions.SignIn(sessions.Invite(Caller.User(1, Role.Observer)), "a");
        }
        Assert.Equal(2, sessions.All.Count());
        Assert.Null(sessions.Find(first));
    }

    [Fact]
    public async Task An_operator_sees_sessions_and_ends_them()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        var session = Assert.Single((await door.GetAsync("/v1/sessions")).Body.GetProperty("sessions").EnumerateArray().ToList());
        Assert.Equal(("uid:1000", "127.0.0.1"), (session.GetProperty("user").GetString(), session.GetProperty("from").GetString()));
        Assert.Equal(200, (await door.PostAsync($"/v1/sessions/{session.GetProperty("id").GetString()}/end")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/jobs")).Status);
        SubmitTests.AssertError(await door.PostAsync($"/v1/sessions/{session.GetProperty("id").GetString()}/end"), 404, "SESSION_UNKNOWN");
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        SubmitTests.AssertError(await door.Reopen().GetAsync("/v1/sessions"), 403, "NOT_ALLOWED");
    }
}
