using Drover.Nodes.Shares;

namespace Drover.Agent.Tests.Shares;

public sealed class RuleBookTests
{
    private const string Private = "user::rwx,group::---,other::---";

    [Fact]
    public async Task A_line_that_cannot_count_is_told_with_its_place_and_the_others_count()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddDirectory(".ssh");
        tree.AddFile("pub/page");
        tree.AddDirectory("other");
        tree.AddFile(".licorn/check.conf");
        await File.WriteAllLinesAsync(tree.At(".licorn/check.conf"),
        [
            "# what others may", "pub\tu:joe:r-x,g:staff:rwx", "other\tg:admins:rwx", "other/../x\tNOACL", "other\tu:joe:---", ".ssh\tu:joe:r-x", "none\tRESTRICTED",
            "other\tu:nobody-of-the-name:r-x", "other\tu:70200:r-x", "other\tu::rwx", "other", "other\tu:joe:rwz", "pub/\tRESTRICTED",
        ], ScratchTree.Token);
        var report = await tree.CheckAsync(tree.Home);
        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], report.Complaints.Select(complaint => complaint.Line).Order());
        Assert.All(report.Complaints, complaint => Assert.Equal("~/.licorn/check.conf", complaint.File));
        Assert.Contains("admins", Text(3), StringComparison.Ordinal);
        Assert.Contains("..", Text(4), StringComparison.Ordinal);
        Assert.Contains("---", Text(5), StringComparison.Ordinal);
        Assert.Contains("(built in):", Text(6), StringComparison.Ordinal);
        Assert.Contains("there is no 'none'", Text(7), StringComparison.Ordinal);
        Assert.Contains("there is no user 'nobody-of-the-name'", Text(8), StringComparison.Ordinal);
        Assert.Contains("is a number", Text(9), StringComparison.Ordinal);
        Assert.Contains("in line 2", Text(13), StringComparison.Ordinal);

        var added = "user::rwx,user:70200:r-x,group::---,group:70001:rwx,group:70201:rwx,mask::rwx,other::---";
        Assert.Equal($"70100:70002 {added} | {added}", await tree.LookAsync("pub"));
        Assert.Equal("70100:70002 user::rw-,user:70200:r--,group::---,group:70001:rw-,group:70201:rw-,mask::rw-,other::---", await tree.LookAsync("pub/page"));
        Assert.Equal($"70100:70002 {Private}", await tree.LookAsync(".ssh"));

        string Text(int line) => report.Complaints.Single(complaint => complaint.Line == line).Text;
    }

    [Fact]
    public async Task Under_RESTRICTED_nothing_is_otherwise_and_under_an_ACL_there_are_no_plain_modes()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddDirectory("a/b/c");
        tree.AddDirectory(".config/program/secrets");
        tree.AddFile(".licorn/check.conf");
        await File.WriteAllTextAsync(tree.At(".licorn/check.conf"), "a/b\tPRIVATE\na/b/c\tu:joe:r-x\na\tNOACL\n.config/program\tu:joe:r-x\n.config/program/secrets\tRESTRICT\n", ScratchTree.Token);
        var report = await tree.CheckAsync(tree.Home);
        Assert.Equal([2, 3], report.Complaints.Select(complaint => complaint.Line).Order());
        Assert.Equal($"70100:70002 {Private}", await tree.LookAsync("a/b/c"));
        Assert.Contains("user:70200:r-x", await tree.LookAsync(".config/program"), StringComparison.Ordinal);
        Assert.Equal($"70100:70002 {Private}", await tree.LookAsync(".config/program/secrets"));
    }

    [Fact]
    public async Task Rules_of_the_site_are_whole_ACLs_with_macros_or_additions_and_go_before_those_of_the_tree()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddDirectory("drop");
        tree.AddDirectory("more");
        tree.AddDirectory("secret");
        await File.WriteAllTextAsync(Path.Combine(tree.Top, "g.check.conf"), "drop\tu:joe:rwx\n~\tu:joe:r-x\n", ScratchTree.Token);
        var site = new ShareRules("groups.10_site.conf", """
            drop	@acls.acl_base,@acls.acl_mask,@acls.acl_admins_ro,g:@GROUP:r@GW@GX
            more	g:@defaults.web_group:r-x
            secret	RESTRICTED
            bad	@acls.none
            half	u::rwx,g:staff:r-x
            """);
        var report = await tree.CheckAsync(tree.Shared with { Permissive = true, Rules = [site] });
        Assert.Equal([("groups.10_site.conf", 4), ("groups.10_site.conf", 5), (Path.Combine(tree.Top, "g.check.conf"), 1)],
            report.Complaints.Select(complaint => (complaint.File, complaint.Line)).OrderBy(place => place.File.Length));
        Assert.Contains("groups.10_site.conf:1", report.Complaints.Single(complaint => complaint.File != site.File).Text, StringComparison.Ordinal);
        var drop = "user::rwx,group::---,group:70001:r-x,group:70010:rwx,mask::rwx,other::---";
        Assert.Equal($"0:70002 {drop} | {drop}", await tree.LookAsync("drop"));
        Assert.Contains("group:70003:r-x,group:70010:rwx", await tree.LookAsync("more"), StringComparison.Ordinal);
        Assert.Equal($"0:70002 {Private}", await tree.LookAsync("secret"));
        var root = (await tree.LookAsync(".")).Split(" | ");
        Assert.Contains("user:70200:r-x", root[0], StringComparison.Ordinal);
        Assert.DoesNotContain("user:70200", root[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc\tNOACL")]
    [InlineData("~joe\tNOACL")]
    [InlineData("$HOME/x\tNOACL")]
    [InlineData("*/x\tNOACL")]
    [InlineData("a/../../x\tNOACL")]
    [InlineData("a//x\tNOACL")]
    [InlineData("a NOACL")]
    public async Task A_path_that_leads_elsewhere_is_refused(string line)
    {
        using var tree = await ScratchTree.CreateAsync();
        var report = await tree.CheckAsync(tree.Home with { Rules = [new("users.site.conf", "# one\n" + line)] }, apply: false);
        Assert.Equal(("users.site.conf", 2), (Assert.Single(report.Complaints).File, report.Complaints[0].Line));
    }

    [Fact]
    public async Task A_rule_file_that_is_a_link_is_not_read()
    {
        using var tree = await ScratchTree.CreateAsync();
        tree.AddDirectory(".licorn");
        await File.WriteAllTextAsync(Path.Combine(tree.Top, "foreign"), "none\tNOACL", ScratchTree.Token);
        File.CreateSymbolicLink(tree.At(".licorn/check.conf"), Path.Combine(tree.Top, "foreign"));
        Assert.Empty((await tree.CheckAsync(tree.Home)).Complaints);
    }
}
