using Drover.Agent.Native;
using Drover.Agent.Shares;
using Drover.Agent.Shares.Watching;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Tests.Shares;

/// <summary>The two ways of watching by themselves, without the thread that reads them.</summary>
public sealed class ChangeSourceTests(ScratchMounts mounts) : IClassFixture<ScratchMounts>
{
    [Theory]
    [InlineData(ShareWatchWay.Fanotify)]
    [InlineData(ShareWatchWay.Inotify)]
    public async Task A_queue_that_nobody_reads_runs_over_and_the_tree_is_walked_instead(ShareWatchWay way)
    {
        using var scratch = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        using var tree = new WatchedTree(scratch.Shared, new ShareOptions(), ScratchTree.AccountNumbers, TimeProvider.System);
        using var source = Begin(way, tree);
        var changes = new Changes();
        // A queue holds 16,384 events, and what belongs to one name may be one of them.
        for (var i = 0; i < 17_000; i++)
            await File.WriteAllTextAsync(scratch.At($"f{i}"), "", ScratchTree.Token);
        while (source.Read(changes))
        {
        }
        Assert.Equal(1, changes.LostCount);
        Assert.InRange(changes.Paths.Count, 1, 16_384);

        tree.Source = source;
        tree.MarkDirty(TimeSpan.Zero);
        for (var i = 0; tree.IsDirty; i++)
        {
            Assert.True(tree.Step(TimeSpan.FromMilliseconds(i)));
            Assert.True(i < 100, "A walk of 17,000 files does not end.");
        }
        Assert.Equal(0, (await scratch.CheckAsync(scratch.Shared, apply: false)).Wrong);
        Assert.Equal(17_001, tree.Repaired);
    }

    [Theory]
    [InlineData(ShareWatchWay.Fanotify)]
    [InlineData(ShareWatchWay.Inotify)]
    public async Task What_happens_beside_a_tree_is_not_told(ShareWatchWay way)
    {
        using var scratch = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        using var tree = new WatchedTree(scratch.Shared, new ShareOptions(), ScratchTree.AccountNumbers, TimeProvider.System);
        using var source = Begin(way, tree);
        Directory.CreateDirectory(scratch.Root + "beside");
        await File.WriteAllTextAsync(Path.Combine(scratch.Top, "file"), "", ScratchTree.Token);
        await File.WriteAllTextAsync(scratch.Root + "beside/file", "", ScratchTree.Token);
        await File.WriteAllTextAsync(scratch.At("inside"), "", ScratchTree.Token);
        var changes = new Changes();
        while (source.Read(changes))
        {
        }
        Assert.Equal(["inside"], changes.Paths);
        source.Remove(tree);
        await File.WriteAllTextAsync(scratch.At("later"), "", ScratchTree.Token);
        while (source.Read(changes))
        {
        }
        Assert.Equal(["inside"], changes.Paths);
    }

    private static IChangeSource Begin(ShareWatchWay way, WatchedTree tree)
    {
        IChangeSource? source = way == ShareWatchWay.Fanotify ? FanotifySource.Create() : new InotifySource();
        Assert.SkipWhen(source is null, "There is no fanotify here.");
        Assert.Equal(0, source.Add(tree));
        var root = TreeWalk.OpenRoot(tree.Share.Path);
        Assert.Equal(0, source.Found(tree, root, ""));
        _ = Libc.Close(root);
        return source;
    }

    private sealed class Changes : IChanges
    {
        public HashSet<string> Paths { get; } = [];

        public int LostCount { get; private set; }

        public void Changed(WatchedTree tree, string path, bool whole, int process) => Paths.Add(path);

        public void Lost(IChangeSource source) => LostCount++;

        public void Moved()
        {
        }
    }
}
