using Microsoft.Playwright;

namespace Drover.Browser.Tests.Browsing;

/// <summary>A window of a browser with a profile of its own. It notes what a page should not do.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _profile;
    private readonly Fleet _fleet;
    private readonly List<string> _complaints = [];

    private Window(IBrowserContext profile, IPage page, Fleet fleet)
    {
        (_profile, Page, _fleet) = (profile, page, fleet);
        // What is refused is told to the console too, and a page about what does not exist is one of the pages.
        page.Console += (_, message) => Note(message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal), message.Text);
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => Note(!request.Url.StartsWith(fleet.Address.ToString(), StringComparison.Ordinal), $"asks for {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Opens a window that has signed in.</summary>
    public static async Task<Window> SignedInAsync(Chromium chromium, Fleet fleet, BrowserNewContextOptions? options = null)
    {
        var window = await OpenAsync(chromium, fleet, options);
        await window.Page.GotoAsync(fleet.Link().ToString());
        await window.Page.Locator("main button").ClickAsync();
        await Assertions.Expect(window.Page.Locator("header nav")).ToBeVisibleAsync();
        return window;
    }

    /// <summary>Opens a window.</summary>
    public static async Task<Window> OpenAsync(Chromium chromium, Fleet fleet, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = fleet.Address.ToString();
        options.Locale ??= "en-GB";
        var profile = await chromium.Browser.NewContextAsync(options);
        return new Window(profile, await profile.NewPageAsync(), fleet);
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_fleet.Address, path).ToString());

    /// <summary>Nothing went wrong in the browser, and it asked for nothing from elsewhere.</summary>
    public void IsQuiet()
    {
        lock (_complaints)
            Assert.Empty(_complaints);
    }

    public ValueTask DisposeAsync() => _profile.DisposeAsync();

    private void Note(bool isWrong, string what)
    {
        if (!isWrong)
            return;
        lock (_complaints)
            _complaints.Add($"{Page.Url}: {what}");
    }
}
