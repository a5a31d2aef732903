using System.Net;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Web;

/// <summary>Pages of the daemon as it is shipped, asked for as a browser does; what they show is tested where they are made.</summary>
public sealed class PagesTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;

    public PagesTests()
    {
        File.WriteAllText(_sandbox.At("cltab"), "web:httpd:1:respawn:/bin/sleep 1000\n");
        _daemon = Daemon.Start(_sandbox, "--listen", "127.0.0.1:0", "--cltab", _sandbox.At("cltab"));
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_browser_signs_in_by_the_link_that_drover_prints_and_sees_jobs_and_services()
    {
        var id = _daemon.Http.SubmitDelay(600);
        var link = new Uri(_daemon.Drover("web").Expect(0).Output.Trim());
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)) };
        Assert.Contains("<button>Sign in</button>", await browser.GetStringAsync(link, Stop), StringComparison.Ordinal);
        var overview = await PostAsync(browser, "/sign-in", ("link", link.Segments[^1]));
        Assert.Contains($"<a href=\"/jobs/{id}\">{id}</a>", overview, StringComparison.Ordinal);

        // The plan is shown, then made, and the page of the group says which job does it.
        Assert.Contains("start   httpd: respawn", await browser.GetStringAsync(new Uri("/services/web?level=1", UriKind.Relative), Stop), StringComparison.Ordinal);
        Assert.Contains($"Job {id + 1} changes the level.", await PostAsync(browser, "/services/web/level", ("level", "1")), StringComparison.Ordinal);
        _daemon.Drover("wait", (id + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)).Expect(0);
        Assert.Contains("/bin/sleep 1000", await browser.GetStringAsync(new Uri("/services/web", UriKind.Relative), Stop), StringComparison.Ordinal);

        await PostAsync(browser, $"/jobs/{id}/cancel");
        _daemon.Drover("wait", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains("<dd class=\"state-canceled\">canceled</dd>", await browser.GetStringAsync(new Uri($"/jobs/{id}", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_for_browsers_drover_says_how_to_give_one()
    {
        using var sandbox = new Sandbox();
        using var daemon = Daemon.Start(sandbox);
        var none = daemon.Drover("web").Expect(6);
        Assert.Contains("--listen", none.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Sends a form from a page of the daemon; answers the page that follows.</summary>
    private static async Task<string> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        request.Headers.Add("Origin", browser.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await browser.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
