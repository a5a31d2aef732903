using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Drover.Browser.Tests.Browsing.Chromium))]
[assembly: AssemblyFixture(typeof(Drover.Browser.Tests.Browsing.Fleet))]

namespace Drover.Browser.Tests.Browsing;

/// <summary>Debian's browser, one for all tests. Each window of a test is a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Where it lies, unless the environment says otherwise by <c>CHROMIUM</c>.</summary>
    private const string Program = "/usr/bin/chromium";

    /// <summary>What a test waits for comes at once on an idle machine; a busy one is given time.</summary>
    private const float Patience = 60_000;

    /// <summary>Nothing of its own goes over the network.</summary>
    private static readonly string[] s_options =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given ? given : Program;
        Assert.True(File.Exists(program), $"There is no browser at {program}: install chromium (tests/install-deps does), or say by CHROMIUM where it is.");
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        // Its sandbox is made by namespaces that root must not enter.
        string[] options = Environment.IsPrivilegedProcess ? [.. s_options, "--no-sandbox"] : s_options;
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = options, Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
    }
}
