using Drover.Browser.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Drover.Browser.Tests.Pages;

public sealed class SignInTests(Chromium chromium, Fleet fleet)
{
    [Fact]
    public async Task The_link_that_drover_prints_signs_in_once_until_sign_out()
    {
        var link = fleet.Daemon.Drover("web").Expect(0).Output.Trim();
        await using var window = await Window.OpenAsync(chromium, fleet);
        await window.Page.GotoAsync(link);
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(window.Page).ToHaveTitleAsync("Overview – Drover");

        await using (var other = await Window.OpenAsync(chromium, fleet))
        {
            await other.Page.GotoAsync(link);
            await Expect(other.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
        }

        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Uri(fleet.Address, "/sign-in").ToString());
        await window.GoAsync("/jobs");
        await Expect(window.Page.Locator("#jobs")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_first_page_is_small()
    {
        await using var window = await Window.OpenAsync(chromium, fleet);
        await window.Page.GotoAsync(fleet.Link().ToString());
        List<Microsoft.Playwright.IRequest> finished = [];
        window.Page.RequestFinished += (_, request) =>
        {
            lock (finished)
                finished.Add(request);
        };
        await window.Page.Locator("main button").ClickAsync();
        await Expect(window.Page.Locator("#live.on")).ToBeVisibleAsync();
        await window.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.Load);
        var bytes = 0;
        foreach (var request in finished.ToList())
        {
            var sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }
        Assert.InRange(bytes, 5_000, 150_000);
    }
}
