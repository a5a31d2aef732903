using System.Globalization;
using Drover.Agent.Facts;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests;

public sealed class LinuxNodeFactsTests
{
    [Fact]
    public async Task This_machine_has_plausible_figures()
    {
        var figures = (await new LinuxNodeFacts(Path.GetTempPath(), TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken))!;
        Assert.InRange(figures.MemoryFree, 1, figures.MemoryTotal);
        Assert.InRange(figures.DiskFree, 0, figures.DiskTotal);
        Assert.InRange(figures.CpuSockets, 1, figures.Cpus);
        Assert.True(Guid.TryParse(figures.BootId, out _));
        Assert.All([figures.Load!.One, figures.Load.Five, figures.Load.Fifteen], load => Assert.InRange(load, 0, 100_000));
        Assert.Equal(Environment.OSVersion.Version.Major, int.Parse(figures.Kernel!.Split('.')[0], CultureInfo.InvariantCulture));
        Assert.DoesNotContain("\"", figures.System!, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.UtcNow, new Timestamp(figures.Told).ToDateTimeOffset(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Figures_are_read_again_after_a_second()
    {
        var clock = new ManualClock();
        var facts = new LinuxNodeFacts(Path.GetTempPath(), clock);
        var first = await facts.ReadAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(first, await facts.ReadAsync(TestContext.Current.CancellationToken));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, await facts.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_gives_no_figures() =>
        Assert.Null(await new LinuxNodeFacts("/nonexistent/directory", TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken));
}
