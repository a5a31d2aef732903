using System.Text.RegularExpressions;
using Drover.Browser.Tests.Browsing;
using Drover.Pages.Words;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Drover.Browser.Tests.Pages;

/// <summary>Walks through all pages.</summary>
public sealed partial class WalkTests(Chromium chromium, Fleet fleet)
{
    /// <summary>In the dark and on a phone the same elements stand there in other colours, so the rules about colours are all that can say something new.</summary>
    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 400, "color-contrast")]
    public async Task Everybody_can_use_each_page(ColorScheme colours, int width, params string[] rules)
    {
        await using var window = await Window.SignedInAsync(chromium, fleet, new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
        await Axe.BringAsync(window.Page);
        List<string> found = [];
        foreach (var path in fleet.Pages)
        {
            await window.GoAsync(path);
            found.AddRange((await Axe.RunAsync(window.Page, rules)).Select(problem => $"{path}: {problem}"));
            // A phone shows the whole width of a page; only tables and pictures are pushed aside in their own place.
            if (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var needs && needs > width)
                found.Add($"{path}: is {needs} wide where {width} is all there is");
        }
        Assert.Empty(found);
        window.IsQuiet();
    }

    [Fact]
    public async Task No_page_shows_an_English_word_of_ours_to_a_French_reader()
    {
        var (english, french) = (Language.Find("en")!, Language.Find("fr")!);
        var known = french.Keys.Select(key => french[key]).ToHashSet(StringComparer.Ordinal);
        var foreign = english.Keys.Where(key => key != "language" && !english[key].Contains('{', StringComparison.Ordinal) && !known.Contains(english[key]))
            .Select(key => english[key]).ToHashSet(StringComparer.Ordinal);
        await using var window = await Window.SignedInAsync(chromium, fleet, new() { Locale = "fr-FR" });
        List<string> found = [];
        foreach (var path in fleet.Pages)
        {
            await window.GoAsync(path);
            await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
            var texts = await window.Page.EvaluateAsync<string[]>(TextsOfThePage);
            Assert.NotEmpty(texts);
            found.AddRange(texts.Where(foreign.Contains).Select(text => $"{path}: {text}"));
        }
        Assert.Empty(found);
        window.IsQuiet();
    }

    [Fact]
    public async Task Each_link_of_a_page_leads_to_a_page()
    {
        await using var window = await Window.SignedInAsync(chromium, fleet);
        HashSet<string> links = [];
        foreach (var path in fleet.Pages)
        {
            await window.GoAsync(path);
            links.UnionWith(await window.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('main a[href], header a[href]')].map(a => a.getAttribute('href').split('#')[0]).filter(href => href)"));
        }
        foreach (var link in links.GroupBy(link => Digits().Replace(link.Split('?')[0], "1")).SelectMany(alike => alike.Take(2)))
        {
            var answer = await window.Page.APIRequest.GetAsync(new Uri(fleet.Address, link).ToString());
            Assert.True(answer.Status == 200, $"{link}: {answer.Status}");
        }
    }

    /// <summary>All that is read or spoken, but for what is marked as being of another language than the page: names and descriptions of the daemon's.</summary>
    private const string TextsOfThePage = """
        () => {
          const ours = (node) => node.closest("[lang]") === document.documentElement;
          const texts = [];
          const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
          for (let node = walk.currentNode; node; node = walk.nextNode()) {
            if (node.nodeType === Node.TEXT_NODE) {
              if (ours(node.parentElement)) texts.push(node.data.trim());
            } else if (ours(node)) {
              for (const name of ["title", "aria-label", "placeholder"]) if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
            }
          }
          return texts.filter((text) => text.length > 0);
        }
        """;

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
