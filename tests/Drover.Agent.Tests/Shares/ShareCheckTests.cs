using System.Text;
using Drover.Agent.Native;
using Drover.Nodes.Shares;

namespace Drover.Agent.Tests.Shares;

public sealed class ShareCheckTests
{
    [Fact]
    public async Task A_plan_tells_what_would_change_and_changes_nothing_and_a_second_check_finds_nothing()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddFile(".ssh/id", 0b110_100_100);
        var before = await tree.LookAsync(".ssh");
        var plan = await tree.CheckAsync(tree.Home, apply: false);
        Assert.Equal((3, 3, 0), (plan.Entries, plan.Wrong, plan.Changed));
        Assert.Contains(new ShareDifference(".ssh", ShareAspect.Access, "user::rwx,group::r-x,other::r-x", "user::rwx,group::---,other::---"), plan.Differences);
        Assert.Contains(new ShareDifference(".ssh/id", ShareAspect.Owner, "0:0", "70100:70002"), plan.Differences);
        Assert.Contains(plan.Differences, difference => difference is { Path: ".", Aspect: ShareAspect.Default, Old: "-" });
        Assert.Equal(before, await tree.LookAsync(".ssh"));

        var made = await tree.CheckAsync(tree.Home);
        Assert.Equal((3, 3, 3), (made.Entries, made.Wrong, made.Changed));
        Assert.Equal(plan.Differences, made.Differences);
        var again = await tree.CheckAsync(tree.Home);
        Assert.Equal((3, 0, 0), (again.Entries, again.Wrong, again.Changed));
        Assert.Empty(again.Differences);
    }

    [Fact]
    public async Task Only_what_differs_is_written()
    {
        using var tree = await ScratchTree.CreateAsync();
        var right = tree.AddFile("right");
        tree.AddFile("sub/wrong");
        await tree.CheckAsync(tree.Shared);
        var (_, before) = await ScratchTree.RunAsync("stat", "-c", "%z", right);
        Assert.Equal((0, ""), await ScratchTree.RunAsync("setfacl", "-b", tree.At("sub/wrong")));
        var report = await tree.CheckAsync(tree.Shared);
        Assert.Equal((4, 1), (report.Entries, report.Changed));
        Assert.Equal("sub/wrong", Assert.Single(report.Differences).Path);
        Assert.Equal(before, (await ScratchTree.RunAsync("stat", "-c", "%z", right)).Output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_check_in_pieces_finds_what_one_in_a_row_finds(int piece)
    {
        using var tree = await ScratchTree.CreateAsync();
        foreach (var path in (string[])["a/1", "a/2", "a/b/1", "a/b/c/1", "a.txt", "d/1", "e/f/g/1", "z"])
            tree.AddFile(path);
        var whole = await tree.CheckAsync(tree.Shared, apply: false);
        var pieces = await tree.CheckAsync(tree.Shared, apply: false, piece);
        Assert.Equal(whole.Entries, pieces.Entries);
        Assert.Equal(whole.Differences, pieces.Differences);
    }

    [Fact]
    public async Task A_link_is_not_followed_and_what_it_leads_to_never_changes()
    {
        using var tree = await ScratchTree.CreateAsync();
        var outside = Path.Combine(tree.Top, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(Path.Combine(outside, "secret"), "", ScratchTree.Token);
        File.CreateSymbolicLink(tree.At("file"), Path.Combine(outside, "secret"));
        Directory.CreateSymbolicLink(tree.At("directory"), outside);
        var before = (await ScratchTree.LookAtAsync(outside), await ScratchTree.LookAtAsync(Path.Combine(outside, "secret")));
        var report = await tree.CheckAsync(tree.Shared);
        Assert.Equal((3, 1), (report.Entries, report.Changed));
        Assert.Equal(before, (await ScratchTree.LookAtAsync(outside), await ScratchTree.LookAtAsync(Path.Combine(outside, "secret"))));

        File.CreateSymbolicLink(Path.Combine(tree.Top, "link"), tree.Root);
        Assert.Contains("is no directory but a link", (await tree.CheckAsync(tree.Shared with { Path = Path.Combine(tree.Top, "link") })).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_several_names_is_told_and_left()
    {
        using var tree = await ScratchTree.CreateAsync();
        var outside = Path.Combine(tree.Top, "outside");
        await File.WriteAllTextAsync(outside, "", ScratchTree.Token);
        Assert.Equal((0, ""), await ScratchTree.RunAsync("ln", outside, tree.At("inside")));
        var before = await ScratchTree.LookAtAsync(outside);
        var report = await tree.CheckAsync(tree.Shared);
        Assert.Equal((2, 2, 1), (report.Entries, report.Wrong, report.Changed));
        var problem = Assert.Single(report.Problems);
        Assert.Equal(("inside", ShareProblemKind.SeveralNames), (problem.Path, problem.Kind));
        Assert.Equal(before, await ScratchTree.LookAtAsync(outside));

        File.Delete(outside);
        Assert.Equal(1, (await tree.CheckAsync(tree.Shared)).Changed);
    }

    [Fact]
    public async Task Names_that_are_no_text_are_told_so_that_the_check_can_go_on_behind_them()
    {
        using var tree = await ScratchTree.CreateAsync();
        Assert.Equal((0, ""), await ScratchTree.RunAsync("sh", "-c", @"cd ""$1"" && mkdir ""$(printf 'd\374')"" && touch ""$(printf 'd\374/a\\b\nc')"" ""$(printf 'd\374/\303\274')""", "sh", tree.Root));
        var report = await tree.CheckAsync(tree.Shared, piece: 1);
        Assert.Equal((4, 4), (report.Entries, report.Changed));
        Assert.Equal([".", @"d\374", @"d\374/a\134b\012c", @"d\374/ü"], report.Differences.Select(difference => difference.Path).Distinct());
    }

    [Fact]
    public async Task Another_file_system_in_the_tree_is_told_and_left()
    {
        using var tree = await ScratchTree.CreateAsync();
        var mount = tree.AddDirectory("mount");
        Assert.SkipUnless((await ScratchTree.RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount)).Code == 0, "Mounting is not allowed here.");
        try
        {
            tree.AddFile("mount/file");
            var before = await tree.LookAsync("mount/file");
            var report = await tree.CheckAsync(tree.Shared);
            Assert.Equal(("mount", ShareProblemKind.OtherFileSystem), (Assert.Single(report.Problems).Path, report.Problems[0].Kind));
            Assert.Equal(before, await tree.LookAsync("mount/file"));
        }
        finally
        {
            Assert.Equal((0, ""), await ScratchTree.RunAsync("umount", mount));
        }
    }

    [Fact]
    public async Task What_is_as_deep_as_nobody_needs_it_is_told_and_left()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddDirectory(string.Join('/', Enumerable.Repeat("d", 140)));
        var report = await tree.CheckAsync(tree.Shared, piece: 50);
        Assert.Equal(ShareProblemKind.TooDeep, Assert.Single(report.Problems).Kind);
        Assert.Equal(130, report.Changed);
    }

    [Fact]
    public async Task Sockets_and_pipes_are_left()
    {
        using var tree = await ScratchTree.CreateAsync();
        Assert.Equal((0, ""), await ScratchTree.RunAsync("mkfifo", tree.At("pipe")));
        var before = await tree.LookAsync("pipe");
        Assert.Equal(1, (await tree.CheckAsync(tree.Shared)).Changed);
        Assert.Equal(before, await tree.LookAsync("pipe"));
    }

    [Fact]
    public async Task A_cut_mask_and_an_order_of_others_are_seen_for_what_they_are()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddFile("a");
        await tree.CheckAsync(tree.Shared);
        Assert.Equal((0, ""), await ScratchTree.RunAsync("chmod", "600", tree.At("a")));
        var report = await tree.CheckAsync(tree.Shared);
        var difference = Assert.Single(report.Differences);
        Assert.Contains("mask::---", difference.Old, StringComparison.Ordinal);
        Assert.Contains("mask::rw-", difference.New, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_is_not_there_is_refused_with_its_path()
    {
        using var tree = await ScratchTree.CreateAsync();
        var report = await tree.CheckAsync(tree.Shared with { Path = tree.At("none") });
        Assert.Contains(tree.At("none"), report.Refusal, StringComparison.Ordinal);
        Assert.Null(await tree.Shares.ReadPermissiveAsync(tree.At("none"), ScratchTree.Members, ScratchTree.Token));
        Assert.Contains("not absolute", (await tree.CheckAsync(tree.Shared with { Path = "none" })).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_no_ACLs_owners_are_put_right_and_one_word_is_said()
    {
        using var tree = await ScratchTree.CreateAsync();
        var mount = Directory.CreateDirectory(Path.Combine(tree.Top, "plain")).FullName;
        // proc has owners of its own and takes no ACLs; ramfs takes owners and no ACLs.
        Assert.SkipUnless((await ScratchTree.RunAsync("mount", "-t", "ramfs", "ramfs", mount)).Code == 0, "Mounting is not allowed here.");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(mount, "a"), "", ScratchTree.Token);
            var report = await tree.CheckAsync(tree.Shared with { Path = mount });
            Assert.Equal(ShareProblemKind.NoAcls, Assert.Single(report.Problems).Kind);
            Assert.Equal((2, 0), (report.Wrong, report.Changed));
            Assert.Equal(ScratchTree.Acl, FileStatus.Of(Path.Combine(mount, "a"))!.Value.Group);

            var bare = await tree.CheckAsync(tree.Home with { Path = mount, Kind = ShareKind.SystemHome });
            Assert.Equal((2, 2, 0), (bare.Wrong, bare.Changed, bare.Problems.Count));
            Assert.Equal(0b110_000_000, FileStatus.Of(Path.Combine(mount, "a"))!.Value.Mode & 0b111_111_111_111);
        }
        finally
        {
            Assert.Equal((0, ""), await ScratchTree.RunAsync("umount", mount));
        }
    }
}
