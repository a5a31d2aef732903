using Drover.Nodes.Shares;

namespace Drover.Agent.Tests.Shares;

/// <summary>Each row of the tables, as getfacl sees what a check has made. 70001 administrators, 70002 acl, 70003 web server, 70004 users, 70010 members, 70011 guests, 70012 responsibles.</summary>
public sealed class ShareTableTests
{
    private const string Common = "group:70001:rwx,";
    private const string Open = "user::rwx,group::---,", End = ",mask::rwx,other::---";

    [Theory]
    [InlineData(false, "r-x", "r--")]
    [InlineData(true, "rwx", "rw-")]
    public async Task A_shared_directory_is_as_its_table_says(bool permissive, string members, string onFiles)
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddDirectory("sub/deep");
        tree.AddFile("sub/a.txt", 0b110_000_000);
        tree.AddFile("run.sh", 0b111_000_000);
        tree.AddFile("sub/all.sh", 0b111_101_101);
        tree.AddFile("public_html/index.html");
        await tree.CheckAsync(tree.Shared with { Permissive = permissive });

        var content = $"{Open}{Common}group:70010:{members},group:70011:r-x,group:70012:rwx{End}";
        Assert.Equal($"0:70002 {Open}{Common}group:70003:--x,group:70010:rwx,group:70011:r-x,group:70012:rwx{End} | {content}", await tree.LookAsync("."));
        Assert.Equal($"0:70002 {content} | {content}", await tree.LookAsync("sub"));
        Assert.Equal($"0:70002 {content} | {content}", await tree.LookAsync("sub/deep"));
        Assert.Equal($"0:70002 user::rw-,group::---,group:70001:rw-,group:70010:{onFiles},group:70011:r--,group:70012:rw-,mask::rw-,other::---", await tree.LookAsync("sub/a.txt"));
        Assert.Equal($"0:70002 user::rwx,group::---,group:70001:rw-,group:70010:{onFiles},group:70011:r--,group:70012:rw-,mask::rw-,other::---", await tree.LookAsync("run.sh"));
        Assert.Equal($"0:70002 user::rwx,group::---,group:70001:rwx,group:70010:{members},group:70011:r-x,group:70012:rwx,mask::rwx,other::---", await tree.LookAsync("sub/all.sh"));
        var web = $"{Open}{Common}group:70003:r-x,group:70010:{members},group:70011:r-x,group:70012:rwx{End}";
        Assert.Equal($"0:70002 {web} | {web}", await tree.LookAsync("public_html"));
        Assert.Equal($"0:70002 user::rw-,group::---,group:70001:rw-,group:70003:r--,group:70010:{onFiles},group:70011:r--,group:70012:rw-,mask::rw-,other::---", await tree.LookAsync("public_html/index.html"));
        Assert.Equal(permissive, await tree.Shares.ReadPermissiveAsync(tree.Root, ScratchTree.Members, ScratchTree.Token));
    }

    [Fact]
    public async Task A_home_is_as_its_table_says()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddFile("docs/letter", 0b110_110_110);
        tree.AddFile("docs/run", 0b111_111_111);
        tree.AddFile("public_html/index.html");
        tree.AddFile(".ssh/id", 0b110_110_100);
        tree.AddFile(".netrc");
        tree.AddFile(".config/x/program", 0b111_101_100);
        await tree.CheckAsync(tree.Home);

        var content = $"{Open}group:70001:rwx{End}";
        Assert.Equal($"70100:70002 {Open}group:70001:r-x,group:70003:--x,mask::r-x,other::--- | {content}", await tree.LookAsync("."));
        Assert.Equal($"70100:70002 {content} | {content}", await tree.LookAsync("docs"));
        Assert.Equal("70100:70002 user::rw-,group::---,group:70001:rw-,mask::rw-,other::---", await tree.LookAsync("docs/letter"));
        Assert.Equal($"70100:70002 {content}", await tree.LookAsync("docs/run"));
        var web = $"{Open}group:70001:r-x,group:70003:r-x,mask::r-x,other::---";
        Assert.Equal($"70100:70002 {web} | {web}", await tree.LookAsync("public_html"));
        Assert.Equal("70100:70002 user::rw-,group::---,group:70001:r--,group:70003:r--,mask::r--,other::---", await tree.LookAsync("public_html/index.html"));
        Assert.Equal("70100:70002 user::rwx,group::---,other::---", await tree.LookAsync(".ssh"));
        Assert.Equal("70100:70002 user::rw-,group::---,other::---", await tree.LookAsync(".ssh/id"));
        Assert.Equal("70100:70002 user::rw-,group::---,other::---", await tree.LookAsync(".netrc"));
        Assert.Equal("70100:70002 user::rwx,group::r-x,other::r-x", await tree.LookAsync(".config/x"));
        Assert.Equal("70100:70002 user::rwx,group::r-x,other::r--", await tree.LookAsync(".config/x/program"));
    }

    [Fact]
    public async Task A_system_users_home_is_for_nobody_else_and_has_no_ACLs()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddFile("state/db", 0b111_111_111);
        await ScratchTree.RunAsync("setfacl", "-R", "-m", "u:70200:rwx,d:u:70200:rwx", tree.At("state"));
        await tree.CheckAsync(tree.Home with { Kind = ShareKind.SystemHome, OwnerGroup = 70_101 });
        Assert.Equal("70100:70101 user::rwx,group::---,other::---", await tree.LookAsync("."));
        Assert.Equal("70100:70101 user::rwx,group::---,other::---", await tree.LookAsync("state"));
        Assert.Equal("70100:70101 user::rw-,group::---,other::---", await tree.LookAsync("state/db"));
    }

    [Fact]
    public async Task Archives_are_for_administrators_with_all_that_is_in_them()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddFile("u.deleted.20260101-000000/letter");
        await tree.CheckAsync(tree.Home with { Kind = ShareKind.Archives });
        var content = $"{Open}group:70001:rwx{End}";
        Assert.Equal($"0:70002 {content} | {content}", await tree.LookAsync("."));
        Assert.Equal("0:70002 user::rw-,group::---,group:70001:rw-,mask::rw-,other::---", await tree.LookAsync("u.deleted.20260101-000000/letter"));
    }

    [Theory]
    [InlineData(ShareKind.Base, false, "group:70001:r-x,group:70003:--x,group:70004:r-x")]
    [InlineData(ShareKind.Base, true, "group:70001:r-x,group:70003:--x,group:70004:--x")]
    [InlineData(ShareKind.Backups, false, "group:70001:r-x")]
    public async Task Of_some_directories_only_they_themselves_are_looked_at(ShareKind kind, bool hidden, string groups)
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddFile("u/letter");
        var before = await tree.LookAsync("u");
        var report = await tree.CheckAsync(tree.Home with { Kind = kind, Hidden = hidden });
        Assert.Equal((1, 1), (report.Entries, report.Changed));
        Assert.Equal($"0:70002 {Open}{groups}{End} | {Open}{groups}{End}", await tree.LookAsync("."));
        Assert.Equal(before, await tree.LookAsync("u"));
    }
}
