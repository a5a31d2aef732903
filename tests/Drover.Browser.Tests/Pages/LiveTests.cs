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

    [Fact]
    public async Task Output_of_a_service_is_followed_as_it_comes()
    {
        await using var window = await Window.SignedInAsync(chromium, fleet);
        await window.GoAsync("/services/web?log=teller");
        await Expect(window.Page.Locator("#live.on")).ToBeVisibleAsync();
        foreach (var word in new[] { "hello", "again" })
        {
            await File.AppendAllTextAsync(fleet.Said, word + "\n", TestContext.Current.CancellationToken);
            await Expect(window.Page.Locator("#output li").Last).ToContainTextAsync(word);
        }
        window.IsQuiet();
    }

    [Fact]
    public async Task The_page_of_a_test_job_shows_results_output_and_how_a_case_went_before()
    {
        await using var window = await Window.SignedInAsync(chromium, fleet);
        await window.GoAsync($"/jobs/{fleet.TestJob}");
        await Expect(window.Page.Locator("#output")).ToContainTextAsync("hello from the board");
        var speed = window.Page.Locator("#test tr", new() { HasText = "speed" });
        await Expect(speed).ToContainTextAsync("3.5 MB/s");
        await speed.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(window.Page.Locator("svg rect.case-pass")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("main")).ToContainTextAsync("1 passed, 0 failed");
    }

    [Fact]
    public async Task Who_waits_for_whom_is_seen_and_read()
    {
        await using var window = await Window.SignedInAsync(chromium, fleet);
        await window.GoAsync("/locks");
        await Expect(window.Page.Locator("svg.graph .edge-wait").First).ToBeAttachedAsync();
        var row = window.Page.Locator("#locks tbody tr", new() { HasText = $"{fleet.Waiting} " });
        await Expect(row.First.Locator($"a[href='/jobs/{fleet.Running}']")).ToBeVisibleAsync();
    }

    private static ILocator Link(Window window, long id) => window.Page.Locator($"a[href='/jobs/{id}']");
}
