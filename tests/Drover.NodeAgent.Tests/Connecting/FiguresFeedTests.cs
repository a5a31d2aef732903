using Drover.NodeAgent.Connecting;
using Drover.Nodes.Facts;

namespace Drover.NodeAgent.Tests.Connecting;

/// <summary>Figures are told when they have moved by a twentieth of what there is, and else every sixtieth time.</summary>
public sealed class FiguresFeedTests
{
    private static readonly NodeFigures s_figures = new(1000, 500, 2000, 600, 4, 1, 1, "boot") { Load = new LoadAverages(1, 1, 1), Kernel = "6.1", System = "Debian" };

    private readonly FiguresFeed _feed = new();

    [Fact]
    public void The_first_ones_are_told_whatever_they_are()
    {
        Assert.False(_feed.Next(null)!.Known);
        Assert.Null(_feed.Next(null));
        Assert.Equal(500, _feed.Next(s_figures)!.MemoryFree);
        Assert.False(_feed.Next(null)!.Known);
    }

    [Fact]
    public void What_has_hardly_moved_is_not_told()
    {
        _feed.Next(s_figures);
        Assert.Null(_feed.Next(s_figures with { MemoryFree = 451, DiskFree = 699, Load = new LoadAverages(1.19, 0.81, 1.19), Told = 5 }));
    }

    public static TheoryData<NodeFigures> Moved =>
    [
        s_figures with { MemoryFree = 450 }, s_figures with { MemoryFree = 550 }, s_figures with { DiskFree = 500 }, s_figures with { Load = new LoadAverages(1.25, 1, 1) },
        s_figures with { Load = new LoadAverages(1, 0.75, 1) }, s_figures with { Load = new LoadAverages(1, 1, 1.25) }, s_figures with { Load = null }, s_figures with { Cpus = 8 },
        s_figures with { DiskTotal = 2001 }, s_figures with { BootId = "another" }, s_figures with { Kernel = "6.2" }, s_figures with { System = null },
    ];

    [Theory]
    [MemberData(nameof(Moved))]
    public void What_has_moved_is_told(NodeFigures now)
    {
        _feed.Next(s_figures);
        Assert.NotNull(_feed.Next(now));
        Assert.Null(_feed.Next(now));
    }

    [Fact]
    public void Small_steps_are_measured_from_what_was_told_last()
    {
        _feed.Next(s_figures);
        var told = Enumerable.Range(1, 10).Select(step => _feed.Next(s_figures with { MemoryFree = 500 - step * 20 })).ToList();
        Assert.Equal([440L, 380L, 320L], told.OfType<NodeWire.Protocol.Figures>().Select(figures => figures.MemoryFree));
    }

    [Fact]
    public void What_has_not_moved_is_told_now_and_then()
    {
        _feed.Next(s_figures);
        var told = Enumerable.Range(1, 180).Where(_ => _feed.Next(s_figures) is not null);
        Assert.Equal([60, 120, 180], told);
    }
}
