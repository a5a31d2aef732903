using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Drover.Kernel;
using Drover.Pages.Logs;
using Drover.Web.Tests.Logs;

namespace Drover.Web.Tests.Pages;

public sealed partial class OutputTests
{
    private const string Page = "/logs/job%2F17";

    [Fact]
    public async Task A_log_is_read_from_its_end_to_its_beginning_and_back()
    {
        await using var logs = await LogDoor.OpenAsync(pages: true);
        logs.Append(string.Concat(Enumerable.Range(1, 450).Select(i => $"line {i}\n")));
        using var browser = await Browser.SignedInAsync(logs.Door);
        var seen = new List<int>();
        var (_, page) = await browser.GetAsync(Page);
        for (var parts = 0; parts < 3; parts++)
        {
            seen.InsertRange(0, LinesOf(page));
            if (Link(page, "prev") is { } older)
                (_, page) = await browser.GetAsync(older);
        }
        Assert.Equal(Enumerable.Range(1, 450), seen);
        Assert.Null(Link(page, "prev"));
        (_, page) = await browser.GetAsync(Link(page, "next")!);
        Assert.Equal(Enumerable.Range(51, 200), LinesOf(page));
    }

    [Fact]
    public async Task A_page_with_a_log_hears_of_new_lines()
    {
        await using var logs = await LogDoor.OpenAsync(pages: true);
        logs.Append("first\n");
        using var browser = await Browser.SignedInAsync(logs.Door);
        Assert.Contains("data-live-log=\"job/17\"", (await browser.GetAsync(Page)).Text, StringComparison.Ordinal);
        using var stream = await browser.SendAsync("/live?log=job%2F17");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestDoor.Stop));
        Assert.Equal(": here", await reader.ReadLineAsync(TestDoor.Stop));
        await reader.ReadLineAsync(TestDoor.Stop);
        var line = reader.ReadLineAsync(TestDoor.Stop).AsTask();
        logs.Append("second\n");
        await logs.Door.Clock.WaitForSingleTimerAsync(Drover.Pages.Live.ChangeBeat.Gather, TestDoor.Stop);
        logs.Door.Clock.Advance(Drover.Pages.Live.ChangeBeat.Gather);
        Assert.Equal("event: change", await line);
        Assert.Contains("second", (await browser.GetAsync(Page)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_is_for_those_who_may_read_it()
    {
        await using var logs = await LogDoor.OpenAsync(pages: true);
        logs.Append("xyzzy\n");
        logs.Door.Gate.Caller = Caller.User(2000, Role.Observer);
        using var browser = await Browser.SignedInAsync(logs.Door.Reopen());
        foreach (var path in new[] { Page, "/live?log=job%2F17" })
        {
            var (status, text) = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.DoesNotContain("xyzzy", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("?before=x")]
    [InlineData("?at=-1")]
    public async Task A_place_that_is_none_is_refused(string query)
    {
        await using var logs = await LogDoor.OpenAsync(pages: true);
        logs.Append("first\n");
        using var browser = await Browser.SignedInAsync(logs.Door);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(Page + query)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/logs/none")).Status);
    }

    [Theory]
    [InlineData("plain <b>", "", "", "plain <b>")]
    [InlineData("- {\"dt\": \"2026-01-02T03:04:05.678\", \"lvl\": \"target\", \"msg\": \"hello\"}", "03:04:05", "target", "hello")]
    [InlineData("- {\"dt\": \"x\", \"lvl\": \"results\", \"msg\": {\"case\": \"a\"}}", "", "results", "{\"case\": \"a\"}")]
    [InlineData("- {\"lvl\": \"target\"}", "", "", "- {\"lvl\": \"target\"}")]
    [InlineData("- {broken", "", "", "- {broken")]
    [InlineData("\u001b[1;31mred\u001b[0m\u0007\tend\r", "", "", "red\ufffd\tend")]
    [InlineData("\u001b]0;title\u0007$ ls", "", "", "$ ls")]
    public void A_line_says_what_was_written_and_when(string line, string time, string level, string text)
    {
        var read = OutputLine.Of(5, Encoding.UTF8.GetBytes(line + "\n"));
        Assert.Equal(new OutputLine(5, time, level, text), read);
    }

    private static IEnumerable<int> LinesOf(string page) => Line().Matches(page).Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));

    private static string? Link(string page, string rel) => Regex.Match(page, $"rel=\"{rel}\" href=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(">line (\\d+)<", RegexOptions.None, 1000)]
    private static partial Regex Line();
}
