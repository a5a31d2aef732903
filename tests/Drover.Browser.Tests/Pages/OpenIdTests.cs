using Drover.Acceptance.Running;
using Drover.Browser.Tests.Browsing;
using Drover.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drover.Browser.Tests.Pages;

/// <summary>There and back between two sites: what a browser does with cookies and policies on the way is seen in a browser alone.</summary>
public sealed class OpenIdTests(Chromium chromium) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_browser_signs_in_at_the_provider_and_goes_on_in_its_session()
    {
        await using var provider = await OpenIdServer.StartAsync();
        await File.WriteAllTextAsync(_sandbox.At("oidc.secret"), OpenIdServer.Secret, TestContext.Current.CancellationToken);
        using var daemon = Daemon.Start(_sandbox, "--listen", "127.0.0.1:0", "--oidc-issuer", provider.Address.ToString(), "--oidc-client-id", OpenIdServer.ClientId, "--oidc-client-secret-file", _sandbox.At("oidc.secret"),
            "--oidc-roles", "groups=staff:operator");
        // By another name of this machine, so that it is another site than the provider.
        var address = new Uri($"http://localhost:{daemon.Listens.Split(':')[^1]}");
        await provider.RegisterAsync(address);
        await using var profile = await chromium.Browser.NewContextAsync(new() { Locale = "en-GB" });
        var page = await profile.NewPageAsync();
        await page.GotoAsync(new Uri(address, "/jobs").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in by your organisation" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Overview – Drover");
        await Expect(page.Locator("header .who")).ToContainTextAsync("oidc:ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(address, "/sign-in").ToString());
    }
}
