using System.Text;
using Drover.Lab.Logs;
using Drover.Lab.Tests.Scenarios;

namespace Drover.Lab.Tests.Logs;

/// <summary>Which logs of test jobs go, and which stay.</summary>
public sealed class LogSweepTests
{
    [Fact]
    public async Task Logs_of_test_jobs_that_nobody_knows_go()
    {
        await using var lab = await LabHost.StartAsync();
        var (past, present) = await TwoJobsAsync(lab);
        using (var appender = lab.Files.OpenAppender("test-job/999999"))
            appender.Append("- x\n"u8);
        await SweepAsync(lab);
        Assert.Equal([past, present], Kept(lab));
    }

    [Fact]
    public async Task Logs_of_what_is_long_over_go_when_that_is_wanted()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { LogKeep = TimeSpan.FromHours(1) });
        var (past, present) = await TwoJobsAsync(lab);
        await SweepAsync(lab);
        Assert.Equal([past, present], Kept(lab));
        lab.Clock.Advance(TimeSpan.FromMinutes(61));
        await lab.Lab.Logs.CloseIdleAsync(lab.Kernel, TestContext.Current.CancellationToken);
        await SweepAsync(lab);
        Assert.Equal([present], Kept(lab));
    }

    [Fact]
    public async Task A_log_that_is_written_stays()
    {
        await using var lab = await LabHost.StartAsync();
        using var appender = lab.Files.OpenAppender("test-job/999999");
        appender.Append("- x\n"u8);
        await SweepAsync(lab);
        Assert.Equal([999999], Kept(lab));
    }

    /// <summary>One that has ended and one that has not, each with a line in its log.</summary>
    private static async Task<(long Past, long Present)> TwoJobsAsync(LabHost lab)
    {
        var past = await lab.BeginJobAsync();
        await AppendAsync(lab, past);
        await lab.EndJobAsync(past);
        var present = await lab.BeginJobAsync();
        await AppendAsync(lab, present);
        return (past, present);
    }

    private static Task AppendAsync(LabHost lab, long job) =>
        lab.Lab.Logs.AppendAsync(job, [LogText.Of(Encoding.UTF8.GetBytes("""{"lvl": "target", "msg": "x"}"""), LineLevel.Target)]);

    private static Task SweepAsync(LabHost lab) => lab.Lab.Sweep.LookAsync(lab.Kernel, TestContext.Current.CancellationToken);

    private static IEnumerable<long> Kept(LabHost lab) =>
        lab.Files.List().Select(log => long.Parse(log.Name.AsSpan("test-job/".Length), System.Globalization.CultureInfo.InvariantCulture)).Order();
}
