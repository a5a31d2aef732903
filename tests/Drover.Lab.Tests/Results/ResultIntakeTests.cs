using Drover.Kernel;
using Drover.Lab.Results;
using Drover.Lab.Tests.Scenarios;
using Drover.Lab.TestJobs;
using TestResult = Drover.Lab.Results.TestResult;

namespace Drover.Lab.Tests.Results;

/// <summary>Results are recorded after the log that they speak of is durable, in their order, and together where many come at once.</summary>
public sealed class ResultIntakeTests
{
    [Fact]
    public async Task What_comes_during_a_sync_goes_together_after_it_in_the_order_in_which_it_came()
    {
        await using var lab = await LabHost.StartAsync();
        using var disk = new SemaphoreSlim(0);
        var syncs = 0;
        var intake = new ResultIntake(lab.Kernel, async () =>
        {
            syncs++;
            Assert.True(await disk.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        });
        var first = intake.RecordAsync([Row(0)], null);
        var others = Enumerable.Range(1, 5).Select(line => intake.RecordAsync([Row(line)], line == 5 ? new TestJobEnd(TestJobHealth.Complete) : null)).ToList();
        var all = intake.FlushAsync();
        Assert.Empty(Recorded(lab));
        disk.Release();
        Assert.Null(await first);
        Assert.Equal([0L], Recorded(lab));
        Assert.DoesNotContain(others, other => other.IsCompleted);
        disk.Release();
        Assert.Equal(TestJobHealth.Complete, (await others[^1])!.Health);
        await all;
        await Task.WhenAll(others);
        Assert.Equal([0L, 1, 2, 3, 4, 5], Recorded(lab));
        Assert.Equal(2, syncs);
    }

    [Fact]
    public async Task A_disk_that_fails_costs_those_that_it_failed_and_nobody_after_them()
    {
        await using var lab = await LabHost.StartAsync();
        using var disk = new SemaphoreSlim(0);
        var isBroken = false;
        var intake = new ResultIntake(lab.Kernel, async () =>
        {
            Assert.True(await disk.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            if (isBroken)
                throw new IOException("worn out");
        });
        var good = intake.RecordAsync([Row(0)], null);
        Task<TestJobEnd?>[] lost = [intake.RecordAsync([Row(1)], null), intake.RecordAsync([Row(2)], null)];
        disk.Release();
        await good;
        isBroken = true;
        disk.Release();
        foreach (var one in lost)
            Assert.Equal("worn out", (await Assert.ThrowsAsync<IOException>(() => one)).Message);
        isBroken = false;
        disk.Release();
        await intake.RecordAsync([Row(3)], null);
        Assert.Equal([0L, 3], Recorded(lab));
    }

    [Fact]
    public async Task To_flush_what_is_idle_writes_nothing()
    {
        await using var lab = await LabHost.StartAsync();
        var before = lab.Kernel.State.Sequence;
        await new ResultIntake(lab.Kernel, () => throw new InvalidOperationException("There is nothing to be synced.")).FlushAsync();
        Assert.Equal(before, lab.Kernel.State.Sequence);
    }

    private static TestResult Row(long line) => new()
    {
        Job = 7,
        Submitted = new Timestamp(1),
        Line = line,
        Suite = "0_smoke",
        Case = $"case-{line}",
        Result = "pass",
    };

    private static List<long> Recorded(LabHost lab)
    {
        using var store = lab.Kernel.ReadStore();
        return [.. TestResult.Of(store, 7).Select(row => row.Line)];
    }
}
