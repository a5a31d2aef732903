using System.Net;
using System.Text.RegularExpressions;
using System.Web;
using Drover.Kernel.Jobs;
using Drover.OpenId;
using Drover.People.Roles;
using Drover.Tests.Shared;
using Drover.Web.Sessions;
using Drover.Web.Tests.Pages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Tests.OpenId;

/// <summary>Users sign in by a provider of OpenID Connect.</summary>
public sealed class OpenIdTests
{
    private const string Password = "correct horse battery";

    [Theory]
    [InlineData("staff", HttpStatusCode.Forbidden)]
    [InlineData("ops", HttpStatusCode.SeeOther)]
    public async Task A_user_signs_in_by_the_provider_in_the_role_of_a_claim(string group, HttpStatusCode mayCancel)
    {
        await using var provider = await OpenIdServer.StartAsync();
        provider.Groups = ["others", group];
        using var client = Client(provider);
        await using var door = await DoorAsync(provider, client);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        // Whoever has an account of that name here is somebody else.
        await door.AddAccountAsync("ada", Password, "admin");
        using var browser = new Browser(door);
        Assert.Contains("href=\"/sign-in/openid\"", (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
        Assert.Contains("Se connecter par votre organisation", (await browser.GetAsync("/sign-in", "fr")).Text, StringComparison.Ordinal);

        using var entered = await SignInAsync(browser);
        Assert.Equal((HttpStatusCode.OK, "0; url=/"), (entered.StatusCode, entered.Headers.GetValues("Refresh").Single()));
        Assert.Contains(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("drover-session=", StringComparison.Ordinal) && cookie.EndsWith("samesite=strict; httponly", StringComparison.Ordinal));
        Assert.Contains("oidc:ada", (await browser.GetAsync("/jobs")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/list/account")).Status);
        using (var canceled = await browser.PostAsync($"/jobs/{id}/cancel"))
            Assert.Equal(mayCancel, canceled.StatusCode);
        Assert.Contains(door.Log.Lines, line => line.Text == "oidc:ada signed in from 127.0.0.1 by OpenID Connect");

        // It outlives the daemon, but not the wish to ask that provider.
        Assert.Equal("oidc:ada", Assert.Single(new WebSessions(new WebSessionOptions { File = door.SessionFile }, door.Clock, provider: client).All).Session.User.ToString());
        Assert.Empty(new WebSessions(new WebSessionOptions { File = door.SessionFile }, door.Clock).All);
        using (await browser.PostAsync("/sign-out"))
            Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/jobs")).Status);
    }

    [Fact]
    public async Task What_such_a_user_may_not_is_refused_by_the_role_and_jobs_belong_to_that_user()
    {
        await using var provider = await OpenIdServer.StartAsync();
        provider.Groups = ["ops"];
        using var client = Client(provider);
        await using var door = await DoorAsync(provider, client);
        var failed = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(failed);
        await door.PostAsync($"/v1/jobs/{failed}/cancel");
        await door.UntilAsync(failed, JobStatus.Canceled);
        using var browser = new Browser(door);
        using (await SignInAsync(browser))
        using (var refused = await browser.PostAsync("/audit/verify"))
            Assert.Contains("the role of that user does not grant it", await refused.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
        using (await browser.PostAsync($"/jobs/{failed}/retry"))
            Assert.Equal("oidc:ada", door.Kernel.State.Jobs.Values.MaxBy(job => job.Id)!.Owner.ToString());
    }

    public static TheoryData<string, string> Wrongs => new()
    {
        { "another state", "the answer belongs to another sign-in" },
        { "no state", "the answer belongs to another sign-in" },
        { "another nonce", "the ID token was made for another sign-in" },
        { "another browser", "the browser has not begun to sign in here" },
        { "too late", "the browser has not begun to sign in here, or too long ago" },
        { "an old code", "invalid_grant" },
        { "a used code", "invalid_grant" },
        { "another verifier", "invalid_grant" },
        { "a made up code", "invalid_grant" },
        { "another issuer", "another provider has answered" },
        { "the provider refuses", "access_denied" },
        { "no group", "oidc:ada has no claim to which oidc-roles gives a role" },
        { "a name with a blank", "the name in the claim preferred_username" },
        { "a token of long ago", "Lifetime" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task What_is_not_right_signs_nobody_in(string wrong, string reason)
    {
        await using var provider = await OpenIdServer.StartAsync();
        (provider.Refuses, provider.Groups, provider.User) = (wrong == "the provider refuses", wrong == "no group" ? [] : ["staff"], wrong == "a name with a blank" ? "ada l" : "ada");
        if (wrong == "a token of long ago")
            provider.Clock.TurnWallClock(TimeSpan.FromMinutes(-90));
        var clock = OpenIdServer.Now();
        using var client = Client(provider, clock);
        await using var door = await DoorAsync(provider, client);
        using var browser = new Browser(door);

        var there = await BeginAsync(browser);
        var back = await AtProviderAsync(wrong switch
        {
            "another nonce" => With(there, "nonce", "made-up"),
            "another verifier" => With(there, "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            _ => there,
        });
        using var other = new Browser(door);
        switch (wrong)
        {
            case "too late":
                clock.Advance(TimeSpan.FromMinutes(10));
                break;
            case "an old code":
                provider.Clock.Advance(TimeSpan.FromMinutes(10));
                break;
            case "a used code":
                // With a ticket of its own, for that of the first sign-in is gone.
                using (await browser.SendAsync(back.PathAndQuery))
                    door.Sessions.End(door.Sessions.All.Single().Id, door.Gate.Caller);
                back = With(await AtProviderAsync(await BeginAsync(browser)), "code", HttpUtility.ParseQueryString(back.Query)["code"]!);
                break;
        }
        back = wrong switch
        {
            "another state" => With(back, "state", "made-up"),
            "no state" => With(back, "state", ""),
            "a made up code" => With(back, "code", "made-up"),
            "another issuer" => With(back, "iss", "http://127.0.0.1:9/"),
            _ => back,
        };
        using var refused = await (wrong == "another browser" ? other : browser).SendAsync(back.PathAndQuery);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain(refused.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], cookie => cookie.StartsWith("drover-session", StringComparison.Ordinal));
        Assert.Empty(door.Sessions.All);
        Assert.Contains(reason, door.Log.Lines.Single(line => line.Id == 1615).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_provider_is_away_passwords_work_and_it_is_told_where_people_look()
    {
        var log = new CapturedLog();
        var provider = await OpenIdServer.StartAsync();
        var (options, clock) = (Options(provider), OpenIdServer.Now());
        await provider.DisposeAsync();
        using var client = new OpenIdProvider(options, clock, log);
        await using var door = await DoorAsync(null, client);
        await door.AddAccountAsync("ada", Password);
        using var browser = new Browser(door);
        using (var away = await browser.SendAsync("/sign-in/openid"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Contains("Your organisation cannot be asked who you are.", await away.Content.ReadAsStringAsync(TestDoor.Stop), StringComparison.Ordinal);
        }
        using (var entered = await browser.SignInAsync("ada", Password))
            Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        var (status, ready) = await door.GetAsync("/readyz");
        Assert.Equal((200, "sign-in"), (status, ready.GetProperty("notices")[0].GetProperty("name").GetString()));
        Assert.Contains($"The provider {options.Issuer} cannot be asked", ready.GetProperty("notices")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(log.Lines, line => line.Id == 1616);

        await using var again = await OpenIdServer.StartAsync(options.Issuer.Port);
        clock.Advance(TimeSpan.FromMinutes(5));
        await Soon.HoldsAsync(() => client.Problem is null);
        Assert.Contains(log.Lines, line => line.Id == 1617);
    }

    [Fact]
    public async Task A_provider_that_calls_itself_otherwise_is_not_asked()
    {
        await using var provider = await OpenIdServer.StartAsync(issuer: "http://127.0.0.1:9/");
        using var client = Client(provider);
        await using var door = await DoorAsync(null, client);
        using var browser = new Browser(door);
        using var away = await browser.SendAsync("/sign-in/openid");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("it calls itself http://127.0.0.1:9/", client.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_provider_is_named_there_is_no_way_to_one()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = new Browser(door);
        Assert.DoesNotContain("openid", (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/sign-in/openid", "/sign-in/openid/back?code=x&state=y" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Behind_a_proxy_the_provider_sends_browsers_to_the_proxy()
    {
        await using var provider = await OpenIdServer.StartAsync();
        using var client = Client(provider);
        await using var door = await TestDoor.OpenAsync(pages: true, web: new WebOptions { Origins = ["https://drover.example"] }, origin: "https://drover.example", provider: client);
        using var browser = new Browser(door);
        using var begun = await browser.SendAsync("/sign-in/openid");
        Assert.Equal("https://drover.example/sign-in/openid/back", HttpUtility.ParseQueryString(begun.Headers.Location!.Query)["redirect_uri"]);
        Assert.Matches("^__Host-drover-openid=.*; path=/; secure; samesite=lax; httponly$", begun.Headers.GetValues("Set-Cookie").Single());
    }

    private static OpenIdOptions Options(OpenIdServer provider) => new()
    {
        Issuer = provider.Address,
        ClientId = OpenIdServer.ClientId,
        ClientSecret = OpenIdServer.Secret,
        Timeout = TimeSpan.FromSeconds(60),
        Roles = [new RoleRule("groups", "staff", PersonRole.Viewer), new RoleRule("groups", "ops", PersonRole.Operator)],
    };

    private static OpenIdProvider Client(OpenIdServer provider, ManualClock? clock = null) => new(Options(provider), clock ?? OpenIdServer.Now(), NullLoggerFactory.Instance);

    private static async Task<TestDoor> DoorAsync(OpenIdServer? provider, OpenIdProvider client)
    {
        var door = await TestDoor.OpenAsync(pages: true, provider: client);
        if (provider is not null)
            await provider.RegisterAsync(door.Tcp.BaseAddress!);
        return door;
    }

    /// <summary>There and back.</summary>
    private static async Task<HttpResponseMessage> SignInAsync(Browser browser) => await browser.SendAsync((await AtProviderAsync(await BeginAsync(browser))).PathAndQuery);

    /// <summary>Where the daemon sends a browser.</summary>
    private static async Task<Uri> BeginAsync(Browser browser)
    {
        using var begun = await browser.SendAsync("/sign-in/openid");
        Assert.True(begun.StatusCode == HttpStatusCode.Redirect, await begun.Content.ReadAsStringAsync(TestDoor.Stop));
        return begun.Headers.Location!;
    }

    /// <summary>Where the provider sends it.</summary>
    private static async Task<Uri> AtProviderAsync(Uri there)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(there, TestDoor.Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(TestDoor.Stop));
        return answer.Headers.Location!;
    }

    private static Uri With(Uri address, string name, string value) =>
        new(Regex.Replace(address.AbsoluteUri, $"([?&]{name}=)[^&]*", match => match.Groups[1].Value + Uri.EscapeDataString(value), RegexOptions.None, TimeSpan.FromSeconds(1)));
}
