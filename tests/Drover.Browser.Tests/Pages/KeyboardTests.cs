using Drover.Browser.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drover.Browser.Tests.Pages;

public sealed class KeyboardTests(Chromium chromium, Fleet fleet)
{
    /// <summary>No page has so many places to stop at.</summary>
    private const int MostStops = 200;

    [Fact]
    public async Task A_job_is_found_and_canceled_with_the_keyboard_alone()
    {
        var id = fleet.Http.SubmitDelay(900);
        fleet.Http.WaitFor(id, "running");
        await using var window = await Window.SignedInAsync(chromium, fleet);
        var page = window.Page;
        await page.Keyboard.PressAsync("j");
        await Expect(page).ToHaveTitleAsync("Jobs – Drover");
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("input[name=filter]")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync($"id == {id}");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#jobs tbody tr")).ToHaveCountAsync(1);
        await TabToAsync(page, $"a[href='/jobs/{id}']");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveTitleAsync($"Job {id} – Drover");
        await TabToAsync(page, $"form[action='/jobs/{id}/cancel'] button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dd.state-canceled")).ToBeVisibleAsync();
        window.IsQuiet();
    }

    [Fact]
    public async Task The_first_stop_leads_past_the_places_to_the_content_and_focus_is_seen()
    {
        await using var window = await Window.SignedInAsync(chromium, fleet);
        await window.GoAsync("/jobs");
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(window.Page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(window.Page.Locator(".skip")).ToBeInViewportAsync();
        Assert.NotEqual("none", await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(window.Page.Locator("main select[name=status]")).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
        }
        Assert.Fail($"The tabulator does not come to {selector}.");
    }
}
