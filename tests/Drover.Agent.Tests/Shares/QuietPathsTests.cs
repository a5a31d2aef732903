using Drover.Agent.Shares.Watching;

namespace Drover.Agent.Tests.Shares;

public sealed class QuietPathsTests
{
    private readonly QuietPaths _paths = new(Milliseconds(100), Milliseconds(500), most: 3);

    [Fact]
    public void A_path_is_due_when_it_was_left_alone_for_long_enough()
    {
        Assert.True(_paths.Add("a", false, 0, Milliseconds(0)));
        Assert.True(_paths.Add("b", false, 0, Milliseconds(50)));
        Assert.True(_paths.Add("a", true, 7, Milliseconds(80)));
        Assert.Empty(Due(120));
        Assert.Equal([new QuietPath("b", false, 0)], Due(150));
        Assert.Equal(Milliseconds(180), _paths.Next);
        Assert.Equal([new QuietPath("a", true, 7)], Due(180));
        Assert.Null(_paths.Next);
    }

    [Fact]
    public void A_path_that_is_never_left_alone_is_due_in_the_end()
    {
        for (var now = 0; now < 500; now += 50)
        {
            Assert.True(_paths.Add("a", false, 0, Milliseconds(now)));
            Assert.Empty(Due(now));
        }
        Assert.Equal([new QuietPath("a", false, 0)], Due(500));
    }

    [Fact]
    public void No_more_paths_wait_than_may()
    {
        Assert.True(_paths.Add("a", false, 0, default) && _paths.Add("b", false, 0, default) && _paths.Add("c", false, 0, default));
        Assert.False(_paths.Add("d", false, 0, default));
        Assert.True(_paths.Add("c", true, 0, default));
        _paths.Clear();
        Assert.Equal(0, _paths.Count);
        Assert.True(_paths.Add("d", false, 0, default));
    }

    private List<QuietPath> Due(int milliseconds)
    {
        var due = new List<QuietPath>();
        while (_paths.TryTake(Milliseconds(milliseconds), out var taken))
            due.Add(taken);
        return due;
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
