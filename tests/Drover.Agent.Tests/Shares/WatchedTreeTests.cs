using System.Diagnostics;
using Drover.Agent.Shares;
using Drover.Nodes.Shares;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests.Shares;

public sealed class WatchedTreeTests(ScratchMounts mounts) : IClassFixture<ScratchMounts>
{
    public static TheoryData<ShareWatchWay> Ways => [ShareWatchWay.Fanotify, ShareWatchWay.Inotify];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_entry_is_put_right_once_and_our_own_change_of_it_begins_nothing(ShareWatchWay way)
    {
        using var tree = await WatchedAsync(way);
        for (var i = 0; i < 5; i++)
        {
            tree.AddFile($"f{i}", 0b110_000_000);
            await tree.RightAsync(tree.Shared);
        }
        var repairs = await tree.Shares.RepairsAsync("g", 0, ScratchTree.Token);
        for (var i = 0; i < 5; i++)
            Assert.Single(repairs, repair => repair.Difference.Path == $"f{i}" && repair.Difference.Aspect == ShareAspect.Owner);
        Assert.Equal(Enumerable.Range(1, repairs.Count).Select(number => (long)number), repairs.Select(repair => repair.Number));
        Assert.Empty(await tree.Shares.RepairsAsync("g", repairs[^1].Number, ScratchTree.Token));
    }

    [Fact]
    public async Task Fanotify_says_who_has_written()
    {
        using var tree = await WatchedAsync(ShareWatchWay.Fanotify);
        using var touch = TimedProcess.Start("touch", tree.At("f"));
        await touch.WaitForExitAsync(ScratchTree.Token);
        await tree.RightAsync(tree.Shared);
        Assert.Equal(touch.Id, (await tree.Shares.RepairsAsync("g", 0, ScratchTree.Token)).First(repair => repair.Difference.Path == "f").Process);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Homes_are_watched_and_their_rule_file_counts_from_when_it_is_written(ShareWatchWay way)
    {
        using var tree = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        tree.AddFile("pub/page");
        await tree.WatchAsync(tree.Home, way);
        await tree.RightAsync(tree.Home);
        tree.AddFile(".ssh/id");
        tree.AddFile(".licorn/check.conf");
        await File.WriteAllTextAsync(tree.At(".licorn/check.conf"), "pub\tu:joe:r-x\nnone\tNOACL\n", ScratchTree.Token);
        await tree.RightAsync(tree.Home);
        Assert.Contains("user:70200:r-x", await tree.LookAsync("pub"), StringComparison.Ordinal);
        Assert.Equal("70100:70002 user::rw-,group::---,other::---", await tree.LookAsync(".ssh/id"));
        Assert.Equal(2, Assert.Single((await tree.StatusAsync()).Complaints).Line);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Links_and_what_they_lead_to_are_left(ShareWatchWay way)
    {
        using var tree = await WatchedAsync(way);
        var outside = Path.Combine(tree.Top, "outside");
        await File.WriteAllTextAsync(outside, "", ScratchTree.Token);
        var before = await ScratchTree.LookAtAsync(outside);
        File.CreateSymbolicLink(tree.At("link"), outside);
        Assert.Equal((0, ""), await ScratchTree.RunAsync("chmod", "600", tree.At("link")));
        Assert.Equal((0, ""), await ScratchTree.RunAsync("ln", outside, tree.At("second-name")));
        tree.AddFile("last");
        await SeenAsync(tree, status => status.Problems.Count > 0);
        await SeenAsync(tree, status => status is { Backlog: 0, IsDirty: false });
        var problem = Assert.Single((await tree.StatusAsync()).Problems);
        Assert.Equal(("second-name", ShareProblemKind.SeveralNames), (problem.Path, problem.Kind));
        // The one change is that of the program, which did follow the link.
        Assert.Equal(before.Replace("group::r--", "group::---", StringComparison.Ordinal).Replace("other::r--", "other::---", StringComparison.Ordinal), await ScratchTree.LookAtAsync(outside));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_part_that_is_not_to_be_watched_is_left_until_it_is(ShareWatchWay way)
    {
        using var tree = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        await tree.WatchAsync(tree.Shared with { NotWatched = ["left/alone"] }, way);
        tree.AddFile("left/alone/f");
        tree.AddFile("left/other");
        await SeenAsync(tree, async _ => (await tree.LookAsync("left/other")).StartsWith("0:70002", StringComparison.Ordinal));
        await SeenAsync(tree, status => status is { Backlog: 0, IsDirty: false });
        Assert.StartsWith("0:0 ", await tree.LookAsync("left/alone/f"), StringComparison.Ordinal);
        await tree.WatchAsync(tree.Shared, way);
        await tree.RightAsync(tree.Shared);
        Assert.StartsWith("0:70002 ", await tree.LookAsync("left/alone/f"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Of_a_directory_that_is_looked_at_by_itself_the_content_is_left(ShareWatchWay way)
    {
        using var tree = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        var share = tree.Home with { Kind = ShareKind.Base };
        await tree.WatchAsync(share, way);
        await tree.RightAsync(share);
        tree.AddFile("u/letter");
        Assert.Equal((0, ""), await ScratchTree.RunAsync("chmod", "700", tree.Root));
        await tree.RightAsync(share);
        Assert.StartsWith("0:0 ", await tree.LookAsync("u"), StringComparison.Ordinal);
        Assert.StartsWith("0:0 ", await tree.LookAsync("u/letter"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_mounted_in_a_tree_is_left(ShareWatchWay way)
    {
        using var tree = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        Assert.Equal((0, ""), await ScratchTree.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tree.AddDirectory("mount")));
        try
        {
            await tree.WatchAsync(tree.Shared, way);
            await tree.RightAsync(tree.Shared);
            tree.AddFile("mount/f");
            tree.AddFile("last");
            await tree.RightAsync(tree.Shared);
            Assert.StartsWith("0:0 ", await tree.LookAsync("mount/f"), StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal((0, ""), await ScratchTree.RunAsync("umount", tree.At("mount")));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_tree_that_is_watched_no_more_is_left_and_its_neighbour_is_not(ShareWatchWay way)
    {
        using var tree = await WatchedAsync(way);
        var other = Directory.CreateDirectory(Path.Combine(tree.Top, "other")).FullName;
        Assert.Null(await tree.Shares.WatchAsync(tree.Shared with { Name = "h", Path = other }, way, ScratchTree.Token));
        await tree.Shares.UnwatchAsync("g", ScratchTree.Token);
        var before = tree.AddFile("f") is { } path ? await ScratchTree.LookAtAsync(path) : "";
        await File.WriteAllTextAsync(Path.Combine(other, "f"), "", ScratchTree.Token);
        await SeenAsync(tree, async _ => (await ScratchTree.LookAtAsync(Path.Combine(other, "f"))).StartsWith("0:70002", StringComparison.Ordinal));
        Assert.Equal(before, await tree.LookAsync("f"));
        Assert.Equal("h", (await tree.StatusAsync()).Name);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_root_that_has_gone_is_told_and_what_is_in_it_is_left(ShareWatchWay way)
    {
        using var tree = await WatchedAsync(way);
        Directory.Move(tree.Root, tree.Root + ".away");
        await SeenAsync(tree, status => status.Trouble is { } trouble && trouble.Contains("has gone", StringComparison.Ordinal) && status.Way == ShareWatchWay.Best);
        Assert.Contains(tree.Lines, line => line.Id == 2802);
        await File.WriteAllTextAsync(tree.Root + ".away/f", "", ScratchTree.Token);
        Directory.Move(tree.Root + ".away", tree.Root);
        await tree.WatchAsync(tree.Shared, way);
        await tree.RightAsync(tree.Shared);
        Assert.Null((await tree.StatusAsync()).Trouble);
        Assert.Contains("70010", await tree.LookAsync("f"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Who_changes_an_entry_back_each_time_is_told_and_not_fought(ShareWatchWay way)
    {
        using var tree = await ScratchTree.CreateAsync(mounts.At("tmpfs"), new ShareOptions { RepairsOfOne = 3 });
        tree.AddFile("f");
        await tree.WatchAsync(tree.Shared, way);
        await tree.RightAsync(tree.Shared);
        for (var i = 0; i < 3 && !(await tree.StatusAsync()).Problems.Any(); i++)
        {
            Assert.Equal((0, ""), await ScratchTree.RunAsync("setfacl", "-b", tree.At("f")));
            await SeenAsync(tree, async status => status.Problems.Count > 0 || (await tree.CheckAsync(tree.Shared, apply: false)).Wrong == 0);
        }
        await SeenAsync(tree, status => status.Problems.Any(problem => problem is { Path: "f", Kind: ShareProblemKind.Contested }));
        Assert.DoesNotContain("70010", await tree.LookAsync("f"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Directories_that_come_and_go_and_move_leave_no_watch_and_nothing_wrong(ShareWatchWay way)
    {
        using var tree = await WatchedAsync(way);
        var random = new Random(11);
        for (var i = 0; i < TestScale.Of(600); i++)
            Change(tree, random);
        await tree.RightAsync(tree.Shared);
        var directories = Directory.GetDirectories(tree.Root, "*", SearchOption.AllDirectories).Length + 1;
        if (way == ShareWatchWay.Inotify)
            await SeenAsync(tree, status => status.Directories == directories);
        Assert.Null((await tree.StatusAsync()).Trouble);
        tree.AddFile("last/of/all");
        await tree.RightAsync(tree.Shared);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_archive_is_right_soon_after_it_is_unpacked_also_when_it_is_unpacked_again(ShareWatchWay way)
    {
        using var tree = await WatchedAsync(way);
        var files = Math.Min(TestScale.Of(2_000), 20_000);
        Assert.Equal((0, ""), await ScratchTree.RunAsync("sh", "-ec",
            """cd "$1"; mkdir t; cd t; i=0; while [ $i -lt $2 ]; do mkdir -p d$((i / 50)); echo $i > d$((i / 50))/f$i; i=$((i + 1)); done; cd ..; zip -qr t.zip t""", "sh", tree.Top, $"{files}"));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal((0, ""), await ScratchTree.RunAsync("unzip", "-q", Path.Combine(tree.Top, "t.zip"), "-d", tree.Root));
            await tree.RightAsync(tree.Shared);
            Assert.Equal(files, Directory.GetFiles(tree.Root, "*", SearchOption.AllDirectories).Length);
            Directory.Delete(tree.At("t"), recursive: true);
        }
    }

    private static void Change(ScratchTree tree, Random random)
    {
        var name = $"{random.Next(8)}/{random.Next(4)}";
        var path = tree.At(name);
        switch (random.Next(6))
        {
            case 0 when Directory.Exists(tree.At(name[..1])):
                Directory.Delete(tree.At(name[..1]), recursive: true);
                break;
            case 1 when Directory.Exists(tree.At(name[..1])) && !Directory.Exists(tree.At("moved")):
                Directory.Move(tree.At(name[..1]), tree.At("moved"));
                break;
            case 2 when Directory.Exists(tree.At("moved")):
                Directory.Move(tree.At("moved"), Path.Combine(tree.Top, Path.GetRandomFileName()));
                break;
            case 3 when File.Exists(path):
                File.SetUnixFileMode(path, UnixFileMode.UserRead);
                break;
            default:
                if (!Directory.Exists(path))
                    tree.AddFile(random.Next(3) == 0 && !File.Exists(path) ? name + "/deeper" : name);
                break;
        }
    }

    private async Task<ScratchTree> WatchedAsync(ShareWatchWay way)
    {
        var tree = await ScratchTree.CreateAsync(mounts.At("tmpfs"));
        await tree.WatchAsync(tree.Shared, way);
        await tree.RightAsync(tree.Shared);
        return tree;
    }

    private static Task SeenAsync(ScratchTree tree, Func<ShareStatus, bool> wanted) => SeenAsync(tree, status => Task.FromResult(wanted(status)));

    private static async Task SeenAsync(ScratchTree tree, Func<ShareStatus, Task<bool>> wanted)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var since = Stopwatch.GetTimestamp();
        while (!await wanted(await tree.StatusAsync()))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"What the test waits for did not happen within a minute: {await tree.StatusAsync()}");
            await pause.WaitForNextTickAsync(ScratchTree.Token);
        }
    }
}
