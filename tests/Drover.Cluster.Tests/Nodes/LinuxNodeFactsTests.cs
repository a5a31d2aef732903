using Drover.Cluster.Nodes;
using Drover.Tests.Shared;

namespace Drover.Cluster.Tests.Nodes;

public sealed class LinuxNodeFactsTests
{
    [Fact]
    public void This_machine_has_plausible_figures()
    {
        var figures = new LinuxNodeFacts(Path.GetTempPath(), TimeProvider.System).Read()!;
        Assert.InRange(figures.MemoryFree, 1, figures.MemoryTotal);
        Assert.InRange(figures.DiskFree, 0, figures.DiskTotal);
        Assert.InRange(figures.CpuSockets, 1, figures.Cpus);
        Assert.True(Guid.TryParse(figures.BootId, out _));
    }

    [Fact]
    public void Figures_are_read_again_after_a_second()
    {
        var clock = new ManualClock();
        var facts = new LinuxNodeFacts(Path.GetTempPath(), clock);
        var first = facts.Read();
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(first, facts.Read());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, facts.Read());
    }

    [Fact]
    public void A_directory_that_does_not_exist_gives_no_figures() =>
        Assert.Null(new LinuxNodeFacts("/nonexistent/directory", TimeProvider.System).Read());
}
