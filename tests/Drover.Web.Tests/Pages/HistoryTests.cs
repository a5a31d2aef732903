using Drover.Kernel.Jobs;
using Drover.Pages.Overview.History;

namespace Drover.Web.Tests.Pages;

public sealed class HistoryTests
{
    [Fact]
    public async Task The_overview_shows_what_ended_in_the_last_hour_and_day()
    {
        await using var door = await TestDoor.OpenAsync(pages: true);
        using var browser = await Browser.SignedInAsync(door);
        Assert.DoesNotContain("<polyline", await OverviewAsync(browser), StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
            await door.UntilAsync(await door.SubmitAsync("""{"OP_ID":"OP_NOTE"}"""), JobStatus.Success);
        var held = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        await door.UntilItHoldsAsync(held);
        var waiting = await door.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        await door.UntilAsync(waiting, JobStatus.Waiting);
        door.Clock.Advance(QueueHistory.Pace);
        using (await browser.PostAsync($"/jobs/{held}/cancel"))
            await door.UntilAsync(held, JobStatus.Canceled);
        door.Clock.Advance(QueueHistory.Pace);
        var hour = await OverviewAsync(browser);
        Assert.Contains("<b>Last hour.</b> 3 jobs succeeded, 1 failed or were canceled; at most 1 waited (dashed) and 1 ran (line) at once.", hour, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"bar-error\"", hour, StringComparison.Ordinal);
        Assert.DoesNotContain("Last day.", hour, StringComparison.Ordinal);

        // What is older than an hour is of the day alone.
        door.Clock.Advance(TimeSpan.FromMinutes(61));
        var day = await OverviewAsync(browser);
        Assert.Contains("<b>Last hour.</b> 0 jobs succeeded, 0 failed or were canceled; at most 0 waited (dashed) and 1 ran (line) at once.", day, StringComparison.Ordinal);
        Assert.Contains("<b>Last day.</b> 3 jobs succeeded, 1 failed or were canceled; at most 1 waited (dashed) and 1 ran (line) at once.", day, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1, 2, 3 })]
    [InlineData(5, new[] { 3, 4, 5 })]
    public void The_oldest_samples_give_way(int taken, int[] kept)
    {
        var ring = new SampleRing(3);
        for (var i = 1; i <= taken; i++)
            ring.Add(new QueueSample(DateTimeOffset.UnixEpoch, i, 0, 0, 0));
        Assert.Equal(kept, ring.ToArray().Select(sample => sample.Waiting));
    }

    [Fact]
    public void A_chart_keeps_all_jobs_however_many_samples_share_a_column()
    {
        var samples = Enumerable.Range(0, 360).Select(i => new QueueSample(DateTimeOffset.UnixEpoch.AddSeconds(10 * i), Waiting: i / 100, Running: 1, Succeeded: 1, Failed: i % 2)).ToList();
        var chart = new Chart(samples, samples.Count);
        Assert.Equal(60, chart.Columns.Count);
        // Six samples a column: six jobs that succeeded and three that did not, the most of all columns.
        Assert.All(chart.Columns, column => Assert.Equal((Chart.Height * 6 / 9.0, Chart.Height * 3 / 9.0), (Math.Round(column.Good, 6), Math.Round(column.Bad, 6))));
        // Level parts are one stroke: two points for each step of 0 to 3.
        Assert.Equal(8, chart.Waiting.Split(' ').Length);
        Assert.Equal(2, chart.Running.Split(' ').Length);
    }

    private static async Task<string> OverviewAsync(Browser browser) => (await browser.GetAsync("/")).Text;
}
