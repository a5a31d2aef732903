using Drover.Browser.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drover.Browser.Tests.Pages;

public sealed class LiveTests(Chromium chromium, Fleet fleet)
{
    [Fact]
    public async Task A_change_shows_in_all_windows_without_loading_them_again()
    {
        await using var here = await Window.SignedInAsync(chromium, fleet);
        await using var there = await Window.SignedInAsync(chromium, fleet, new() { Locale = "fr-FR" });
        foreach (var window in new[] { here, there })
        {
            await window.GoAsync("/jobs?status=running");
            await Expect(window.Page.Locator("#live.on")).ToBeVisibleAsync();
            await window.Page.EvaluateAsync("document.body.dataset.marked = 'yes'");
        }
        var id = fleet.Http.SubmitDelay(900);
        await Expect(Link(here, id)).ToBeVisibleAsync();
        await Expect(Link(there, id)).ToBeVisibleAsync();
        fleet.Daemon.Drover("cancel", $"{id}").Expect(0);
        await Expect(Link(here, id)).ToHaveCountAsync(0);
        await Expect(Link(there, id)).ToHaveCountAsync(0);
        foreach (var window in new[] { here, there })
        {
            Assert.Equal("yes", await window.Page.EvaluateAsync<string>("document.body.dataset.marked"));
            window.IsQuiet();
        }
    }

    [Fact]
    public async Task A_job_is_canceled_from_its_page()
    {
        var id = fleet.Http.SubmitDelay(900);
        fleet.Http.WaitFor(id, "running");
        await using var window = await Window.SignedInAsync(chromium, fleet);
        await window.GoAsync($"/jobs/{id}");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(window.Page.Locator("main > .notice")).ToContainTextAsync($"Job {id} is canceled");
        await Expect(window.Page.Locator("dd.state-canceled")).ToBeVisibleAsync();
        Assert.Equal("canceled", fleet.Http.WaitForEnd(id));
        window.IsQuiet();
    }

    [Fact]
    public async Task What_somebody_types_is_left_alone_by_changes()
    {
        var id = fleet.Http.SubmitDelay(900);
        fleet.Http.WaitFor(id, "running");
        await using var window = await Window.SignedInAsync(chromium, fleet);
        await window.GoAsync($"/jobs/{id}");
        await Expect(window.Page.Locator("#live.on")).ToBeVisibleAsync();
        await window.Page.Locator("input[name=priority]").FillAsync("7");
        fleet.Daemon.Drover("cancel", $"{id}").Expect(0);
        fleet.Http.WaitForEnd(id);
        await Expect(window.Page.Locator("input[name=priority]")).ToHaveValueAsync("7");
        await window.Page.Locator("h1").ClickAsync();
        // The next change finds nobody there.
        fleet.Http.WaitForEnd(fleet.Http.SubmitDelay(0));
        await Expect(window.Page.Locator("dd.state-canceled")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_a_script_everything_is_read_and_done()
    {
        var id = fleet.Http.SubmitDelay(900);
        fleet.Http.WaitFor(id, "running");
        await using var window = await Window.SignedInAsync(chromium, fleet, new() { JavaScriptEnabled = false });
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();
        await window.Page.Locator("select[name=status]").SelectOptionAsync("running");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Link(window, id).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(window.Page.Locator("main > .notice")).ToContainTextAsync($"Job {id} is canceled");
        Assert.Equal("canceled", fleet.Http.WaitForEnd(id));
    }

    private static ILocator Link(Window window, long id) => window.Page.Locator($"a[href='/jobs/{id}']");
}
