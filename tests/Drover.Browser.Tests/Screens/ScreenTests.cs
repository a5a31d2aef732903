using Drover.Acceptance.Running;
using Drover.Browser.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drover.Browser.Tests.Screens;

/// <summary>Makes the pictures of <c>docs/screens</c> anew (<c>make screens</c>). What a phone and a tablet show is for looking, below <c>artifacts/screens</c>.</summary>
public sealed class ScreenTests(Chromium chromium, Fleet fleet)
{
    private static readonly (string Name, int Height)[] s_pictures = [("overview", 800), ("job", 900), ("services", 700), ("locks", 500)];

    [Theory(Explicit = true)]
    [InlineData(1200, ColorScheme.Light, "docs/screens")]
    [InlineData(800, ColorScheme.Dark, "artifacts/screens/tablet")]
    [InlineData(400, ColorScheme.Light, "artifacts/screens/phone")]
    public async Task Pictures_are_made(int width, ColorScheme colours, string folder)
    {
        await using var window = await Window.SignedInAsync(chromium, fleet, new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 800 } });
        // The charts have something to show after two looks of the daemon at its queue.
        while (await window.Page.Locator("polyline").CountAsync() == 0)
        {
            fleet.Http.WaitForEnd(fleet.Http.SubmitDelay(0.5));
            await window.GoAsync("/");
        }
        foreach (var (name, height) in s_pictures)
        {
            await window.GoAsync(Path(name));
            await window.Page.SetViewportSizeAsync(width, height);
            await Expect(window.Page.Locator("#live.on")).ToBeVisibleAsync();
            await window.Page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(Programs.Root(), folder, name + ".png") });
        }
        window.IsQuiet();
    }

    private string Path(string name) => name switch
    {
        "overview" => "/",
        "job" => $"/jobs/{fleet.TestJob}",
        "services" => "/services/web?level=2",
        _ => "/" + name,
    };
}
