using System.Text.RegularExpressions;
using Drover.Kernel.Jobs;
using Drover.Pages.Locks;

namespace Drover.Web.Tests.Pages;

public sealed partial class LockPageTests
{
    [Fact]
    public async Task Who_waits_stands_left_of_the_lock_and_who_holds_it_right_and_the_table_says_the_same()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        var held = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        await door.UntilItHoldsAsync(held);
        var waiting = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a","b"]}""");
        await door.UntilAsync(waiting, JobStatus.Waiting);
        using var browser = await Browser.SignedInAsync(door);
        var (_, page) = await browser.GetAsync("/locks");
        // It waits for both, and one of them is held.
        Assert.Equal(2, Waits().Count(page));
        Assert.Equal(1, Holds().Count(page));
        var row = Row().Matches(page).Single(row => row.Groups[1].Value == "node/a");
        Assert.Contains($"/jobs/{held}\"", row.Groups[2].Value, StringComparison.Ordinal);
        Assert.Contains($"/jobs/{waiting}\"", row.Groups[3].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_waits_for_many_locks_is_one_box_and_what_is_too_much_for_a_picture_is_left_out()
    {
        var job = new LockJob(7, "HOLD", Exclusive: true, Abandoned: false);
        var graph = new LockGraph([.. Enumerable.Range(0, 100).Select(i => new LockLine($"node/n{i}", [], [job], 1))]);
        Assert.Single(graph.Boxes, box => box.Text.StartsWith("7 ", StringComparison.Ordinal));
        Assert.Equal(25, graph.Edges.Count);
        Assert.InRange(graph.Height, 900, 1_100);
    }

    [GeneratedRegex("<path class=\"edge-wait", RegexOptions.None, 1000)]
    private static partial Regex Waits();

    [GeneratedRegex("<path class=\"edge-hold", RegexOptions.None, 1000)]
    private static partial Regex Holds();

    [GeneratedRegex("<tr><td><a[^>]*>([^<]*)</a></td>\\s*<td>(.*?)</td>\\s*<td>(.*?)</td></tr>", RegexOptions.Singleline, 1000)]
    private static partial Regex Row();
}
