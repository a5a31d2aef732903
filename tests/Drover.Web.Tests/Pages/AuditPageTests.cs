using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Web.Audit;

namespace Drover.Web.Tests.Pages;

public sealed class AuditPageTests
{
    [Fact]
    public async Task It_tells_what_people_did_and_not_what_the_daemon_made_of_it()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var id = await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}""");
        await door.UntilAsync(id, JobStatus.Success);
        using var browser = await Browser.SignedInAsync(door);
        var (_, page) = await browser.GetAsync("/audit");
        Assert.Contains("<td>job-submitted</td>", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/jobs/{id}\">{id}</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>opcode-ended</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("job-submitted", (await browser.GetAsync("/audit?who=uid:7")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_where_a_page_ends()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        for (var i = 0; i < 101; i++)
            await door.UntilAsync(await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}"""), JobStatus.Success);
        using var browser = await Browser.SignedInAsync(door);
        var (_, first) = await browser.GetAsync("/audit");
        Assert.DoesNotContain("href=\"/jobs/1\"", first, StringComparison.Ordinal);
        var next = System.Text.RegularExpressions.Regex.Match(first, "rel=\"next\" href=\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        Assert.Contains("href=\"/jobs/1\"", (await browser.GetAsync(next)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_has_the_journal_checked()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using (var browser = await Browser.SignedInAsync(door))
        {
            Assert.Contains("action=\"/audit/verify\"", (await browser.GetAsync("/audit")).Text, StringComparison.Ordinal);
            await VerifyAsync(browser);
            Assert.Contains("All is well: 5 records", (await browser.GetAsync("/audit")).Text, StringComparison.Ordinal);
            door.Audit.Report = new AuditReport(5, 1, 5, false, ["record 3 was changed"]);
            await VerifyAsync(browser);
            Assert.Contains("record 3 was changed", (await browser.GetAsync("/audit")).Text, StringComparison.Ordinal);
        }
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        using var observer = await Browser.SignedInAsync(door.Reopen());
        var (_, page) = await observer.GetAsync("/audit");
        Assert.DoesNotContain("/audit/verify", page, StringComparison.Ordinal);
        Assert.DoesNotContain("record 3", page, StringComparison.Ordinal);
        using var refused = await observer.PostAsync("/audit/verify");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task VerifyAsync(Browser browser)
    {
        using var answer = await browser.PostAsync("/audit/verify");
        Assert.Equal("/audit?notice=audit.done", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Settings_are_shown_with_their_origin_and_values_that_somebody_set_to_operators_alone()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using (var browser = await Browser.SignedInAsync(door))
            Assert.Contains("<td lang=\"en\">/x</td>", (await browser.GetAsync("/settings")).Text, StringComparison.Ordinal);
        door.Gate.Caller = Caller.User(2000, Role.Observer);
        using var observer = await Browser.SignedInAsync(door.Reopen());
        var (_, page) = await observer.GetAsync("/settings");
        Assert.Contains("<td>(hidden)</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/x", page, StringComparison.Ordinal);
    }
}
