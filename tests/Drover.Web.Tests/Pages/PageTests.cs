using System.Net;
using System.Text.RegularExpressions;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Web.Calls;

namespace Drover.Web.Tests.Pages;

public sealed partial class PageTests
{
    private const string Secret = "xyzzy";

    [Fact]
    public async Task The_list_of_jobs_shows_the_newest_first_and_goes_on_where_a_page_ends()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        for (var i = 1; i <= 60; i++)
            await door.UntilAsync(await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}"""), JobStatus.Success);
        using var browser = await Browser.SignedInAsync(door);
        var (_, first) = await browser.GetAsync("/jobs?status=success");
        Assert.Equal(Enumerable.Range(11, 50).Reverse(), JobsOf(first));
        var next = WebUtility.HtmlDecode(NextLink().Match(first).Groups[1].Value);
        Assert.StartsWith("/jobs?status=success&after=", next, StringComparison.Ordinal);
        var (_, second) = await browser.GetAsync(next);
        Assert.Equal(Enumerable.Range(1, 10).Reverse(), JobsOf(second));
        Assert.DoesNotMatch(NextLink(), second);
        Assert.Empty(JobsOf((await browser.GetAsync("/jobs?status=error")).Text));
        Assert.Equal([7], JobsOf((await browser.GetAsync("/jobs?filter=" + Uri.EscapeDataString("id == 7"))).Text));
    }

    [Fact]
    public async Task A_filter_that_is_wrong_is_told_on_the_page()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        var (status, text) = await browser.GetAsync("/jobs?filter=" + Uri.EscapeDataString("colour == \"<b>red</b>\""));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("role=\"alert\"", text, StringComparison.Ordinal);
        Assert.Contains("colour", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>red", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_canceled_from_its_page_which_says_so()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","text":"<script>alert(1)</script>"}""");
        await door.UntilItHoldsAsync(id);
        using var browser = await Browser.SignedInAsync(door);
        var (_, page) = await browser.GetAsync($"/jobs/{id}");
        Assert.Contains($"action=\"/jobs/{id}/cancel\"", page, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"bar-run bar-running\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);

        using var answer = await browser.PostAsync($"/jobs/{id}/cancel");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await door.UntilAsync(id, JobStatus.Canceled);
        var (_, after) = await browser.GetAsync(answer.Headers.Location!.ToString());
        Assert.Contains($"Job {id} is canceled, or ends as soon as it can.", after, StringComparison.Ordinal);
        Assert.Contains($"<dd class=\"state-canceled\">canceled</dd>", after, StringComparison.Ordinal);
        Assert.DoesNotContain("/cancel\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_was_canceled_is_submitted_anew_with_the_same_opcodes()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","text":"same"}""");
        await door.UntilItHoldsAsync(id);
        using var browser = await Browser.SignedInAsync(door);
        using (var early = await browser.PostAsync($"/jobs/{id}/retry"))
            Assert.Contains("only one that failed", (await browser.GetAsync(early.Headers.Location!.ToString())).Text, StringComparison.Ordinal);
        using (await browser.PostAsync($"/jobs/{id}/cancel"))
            await door.UntilAsync(id, JobStatus.Canceled);
        using var answer = await browser.PostAsync($"/jobs/{id}/retry");
        var anew = (await door.GetAsync($"/v1/jobs/{id + 1}")).Body;
        Assert.Equal("same", anew.GetProperty("ops")[0].GetProperty("text").GetString());
        Assert.StartsWith($"/jobs/{id + 1}?", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_words_of_the_pages_are_told_by_an_address()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        Assert.Contains("class=\"notice\"", (await browser.GetAsync("/?notice=cancel.done~7")).Text, StringComparison.Ordinal);
        foreach (var told in new[] { "hello", "sign-out", "cancel.done~call%20me", "cancel.done~<b>", "cancel.done~" + new string('7', 21) })
            Assert.DoesNotContain("class=\"notice\"", (await browser.GetAsync("/?notice=" + told)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        using var first = await browser.SendAsync("/jobs");
        using var same = await browser.SendAsync("/jobs", tag: first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        using var other = await browser.SendAsync("/jobs", tag: first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task An_open_page_hears_of_a_change()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        using var stream = await browser.SendAsync("/live");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestDoor.Stop));
        Assert.Equal(": here", await reader.ReadLineAsync(TestDoor.Stop));
        await reader.ReadLineAsync(TestDoor.Stop);
        var line = reader.ReadLineAsync(TestDoor.Stop).AsTask();
        await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        // What changes together is gathered for a moment, by the clock of the test.
        await Drover.Tests.Shared.Soon.HoldsAsync(() =>
        {
            door.Clock.Advance(TimeSpan.FromMilliseconds(300));
            return line.IsCompleted;
        });
        Assert.Equal("event: change", await line);
    }

    [Fact]
    public async Task No_page_tells_an_observer_what_is_for_others()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync($$"""{"OP_ID":"OP_NOTE","text":"{{Secret}}"},{"OP_ID":"OP_HOLD","text":"{{Secret}}"}""");
        await door.UntilItHoldsAsync(id);
        using (var owner = await Browser.SignedInAsync(door))
            Assert.Contains(Secret, (await owner.GetAsync($"/jobs/{id}")).Text, StringComparison.Ordinal);
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        door.Reopen();
        using var observer = await Browser.SignedInAsync(door);
        foreach (var path in PagePaths(door))
        {
            var (status, text) = await observer.GetAsync(path);
            // Of people not even the names are for everybody.
            var isOfPeople = path.StartsWith("/list/account", StringComparison.Ordinal) || path.StartsWith("/list/token", StringComparison.Ordinal);
            Assert.True(status == HttpStatusCode.NotFound || status == (isOfPeople ? HttpStatusCode.Forbidden : HttpStatusCode.OK), $"{path}: {status} {text}");
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_page_forbids_scripts_from_elsewhere_and_frames()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        foreach (var path in PagePaths(door))
        {
            using var answer = await browser.SendAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            var text = await answer.Content.ReadAsStringAsync(TestDoor.Stop);
            Assert.DoesNotMatch(InlineCode(), text);
            Assert.DoesNotContain("http:", CurlLine().Replace(text, ""), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_page_needs_besides_itself_is_served_and_kept()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = new Browser(door);
        var (_, page) = await browser.GetAsync("/sign-in");
        List<string> types = [];
        foreach (Match address in Asset().Matches(page))
        {
            using var answer = await browser.SendAsync(address.Groups[1].Value);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            types.Add(answer.Content.Headers.ContentType!.MediaType!);
        }
        Assert.Equal(["image/svg+xml", "text/css", "text/javascript"], types);
    }

    internal static IEnumerable<string> PagePaths(TestDoor door) => door.Site.Routes.All
        .Where(route => route is { Method: "GET", ByToken: false } && !route.Path.StartsWith("/v1/", StringComparison.Ordinal) && route.Path is not ("/live" or "/livez" or "/readyz" or "/metrics"))
        .SelectMany(route => route.Path.Contains("{resource}", StringComparison.Ordinal)
            ? door.Kernel.Model.Resources.All.Select(resource => route.Path.Replace("{resource}", resource.Name, StringComparison.Ordinal)) : [route.Path])
        .Select(path => path.Replace("{id}", "1", StringComparison.Ordinal).Replace("{name}", "1", StringComparison.Ordinal).Replace("{group}", "web", StringComparison.Ordinal));

    private static IEnumerable<int> JobsOf(string page) =>
        JobLink().Matches(page).Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex("<td class=\"number\"><a href=\"/jobs/(\\d+)\">", RegexOptions.None, 1000)]
    private static partial Regex JobLink();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex NextLink();

    [GeneratedRegex("<style|style=|<script>| on[a-z]+=\"", RegexOptions.None, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex("(?:href|src)=\"(/assets/[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Asset();

    [GeneratedRegex("curl --unix-socket [^<]*", RegexOptions.None, 1000)]
    private static partial Regex CurlLine();
}
