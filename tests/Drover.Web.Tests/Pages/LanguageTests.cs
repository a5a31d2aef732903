using System.Net;
using System.Text.RegularExpressions;
using Drover.Pages.Words;

namespace Drover.Web.Tests.Pages;

public sealed partial class LanguageTests
{
    [Fact]
    public void All_languages_have_the_same_keys_with_the_same_places()
    {
        var english = Language.All[0];
        Assert.Equal(["en", "fr"], Language.All.Select(language => language.Tag));
        foreach (var language in Language.All)
        {
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), language.Keys.Order(StringComparer.Ordinal));
            foreach (var key in english.Keys)
                Assert.True(Places(english[key]).SequenceEqual(Places(language[key])), $"{language.Tag}: {key} has other places");
        }
    }

    [Theory]
    [InlineData("fr-CH, fr;q=0.9, en;q=0.8", "fr")]
    [InlineData("de, fr;q=0.3, en;q=0.7", "en")]
    [InlineData("fr;q=0, en;q=0.1", "en")]
    [InlineData("de", "en")]
    [InlineData("", "en")]
    [InlineData(";;q=x,,fr", "fr")]
    public void A_page_comes_in_the_language_that_the_browser_likes_best(string header, string tag) => Assert.Equal(tag, Language.Accepted(header).Tag);

    [Theory]
    [InlineData("en", 0, "0 jobs")]
    [InlineData("en", 1, "1 job")]
    [InlineData("en", 12_345, "12,345 jobs")]
    [InlineData("fr", 0, "0 tâche")]
    [InlineData("fr", 1, "1 tâche")]
    [InlineData("fr", 12_345, "12\u202f345 tâches")]
    public void Each_language_counts_in_its_own_way(string tag, long number, string text) => Assert.Equal(text, Language.Find(tag)!.Count("jobs.count", number));

    [Fact]
    public async Task A_French_page_has_no_English_word_of_the_pages()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD"}""");
        await door.UntilItHoldsAsync(id);
        using var browser = await Browser.SignedInAsync(door);
        var (english, french) = (Language.Find("en")!, Language.Find("fr")!);
        // Words that are the same in both, and those that only stand in address lines or are values of the daemon, prove nothing.
        var foreign = english.Keys.Where(key => english[key] != french[key] && Places(english[key]).Length == 0 && key is not "language").Select(key => english[key]).ToHashSet(StringComparer.Ordinal);
        foreach (var path in PageTests.PagePaths(door).Append("/sign-in"))
        {
            var (status, text) = await browser.GetAsync(path, "fr");
            Assert.Contains("<html lang=\"fr\">", text, StringComparison.Ordinal);
            if (status != HttpStatusCode.OK)
                continue;
            foreach (Match piece in Piece().Matches(English().Replace(text, "")))
                Assert.False(foreign.Contains(WebUtility.HtmlDecode(piece.Groups[1].Value.Trim())), $"{path}: '{piece.Groups[1].Value.Trim()}' is English");
        }
    }

    /// <summary>What is marked as English on every page: names and descriptions of the daemon's.</summary>
    [GeneratedRegex("<(\\w+) [^>]*lang=\"en\"[^>]*>.*?</\\1>", RegexOptions.Singleline, 1000)]
    private static partial Regex English();

    private static string[] Places(string text) => [.. Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex("\\{\\d\\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("(?:>|(?:title|aria-label|placeholder|data-live-[a-z]+)=\")([^<>\"]+)[<\"]", RegexOptions.None, 1000)]
    private static partial Regex Piece();
}
