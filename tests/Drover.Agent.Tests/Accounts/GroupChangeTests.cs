using Drover.Nodes.Accounts;

namespace Drover.Agent.Tests.Accounts;

public sealed class GroupChangeTests
{
    [Fact]
    public async Task A_group_has_two_helpers_and_stands_in_all_files()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("team"));
        Assert.Equal("team:x:10000:", folder.Line("group", "team"));
        Assert.Equal("gst-team:x:300:", folder.Line("group", "gst-team"));
        Assert.Equal("rsp-team:x:302:", folder.Line("group", "rsp-team"));
        Assert.Equal("team:!::", folder.Line("gshadow", "team"));
        Assert.Equal("team:members of group team:/etc/skel\n", folder.Read("drover/groups"));
        Assert.Equal(["there is a group 'team' already, which gets only what it lacks"], await folder.DoAsync(new AddGroup("team")));
    }

    [Fact]
    public async Task A_helper_that_is_missing_is_made_again_and_none_goes_alone()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("team"));
        await folder.RefuseAsync(AccountRefusalKind.WrongState, new RemoveGroup("gst-team"));
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddGroup("gst-other"));
        folder.Write("group", folder.Read("group").Replace("gst-team:x:300:\n", "", StringComparison.Ordinal));
        await folder.DoAsync(new AddGroup("team"));
        Assert.NotNull(folder.Line("group", "gst-team"));
        await folder.DoAsync(new RemoveGroup("team"));
        foreach (var file in new[] { "group", "gshadow", "drover/groups" })
            Assert.DoesNotContain("team", folder.Read(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_groups_have_their_ranges()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("first") { Gid = 15000 });
        Assert.Contains("'first'", await folder.RefuseAsync(AccountRefusalKind.Exists, new AddGroup("second") { Gid = 15000 }), StringComparison.Ordinal);
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddGroup("second") { Gid = 50 });
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddGroup("second") { Gid = 15200, IsSystem = true });
        await folder.RefuseAsync(AccountRefusalKind.Kept, new RemoveGroup("uucp") );
    }

    [Fact]
    public async Task A_primary_group_stays_unless_its_users_go_too()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("team"), new AddUser("ada") { Group = "team" });
        Assert.Contains("ada", await folder.RefuseAsync(AccountRefusalKind.WrongState, new RemoveGroup("team")), StringComparison.Ordinal);
        await folder.DoAsync(new RemoveGroup("team") { RemovesUsers = true });
        Assert.Null(folder.Line("passwd", "ada"));
    }

    [Fact]
    public async Task A_user_is_guest_member_or_responsible_user_and_becomes_less_only_when_that_is_meant()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("team"), new AddUser("ada"));
        await folder.DoAsync(new SetMembers("gst-team") { Add = ["ada"] });
        Assert.Equal("gst-team", Groups());
        await folder.DoAsync(new SetMembers("team") { Add = ["ada"] });
        Assert.Equal("team", Groups());
        await folder.DoAsync(new SetMembers("rsp-team") { Add = ["ada"] });
        Assert.Equal("rsp-team", Groups());
        Assert.Contains("--force", await folder.RefuseAsync(AccountRefusalKind.Kept, new SetMembers("team") { Add = ["ada"] }), StringComparison.Ordinal);
        await folder.DoAsync(new SetMembers("team") { Add = ["ada"], IsForced = true });
        Assert.Equal("team", Groups());
        await folder.RefuseAsync(AccountRefusalKind.Kept, new SetMembers("gst-team") { Add = ["ada"] });
        await folder.DoAsync(new SetMembers("gst-team") { Add = ["ada"], IsForced = true });
        Assert.Equal("gst-team", Groups());

        string Groups() => string.Join(' ', folder.Read("gshadow").Split('\n').Where(line => line.EndsWith(":ada", StringComparison.Ordinal)).Select(line => line.Split(':')[0])
            .Intersect(folder.Read("group").Split('\n').Where(line => line.EndsWith(":ada", StringComparison.Ordinal)).Select(line => line.Split(':')[0])));
    }

    [Fact]
    public async Task Members_of_a_standard_group_are_users_too()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("first"), new AddGroup("second"), new AddUser("ada") { Group = "first", Groups = ["second"] });
        Assert.Equal("users:x:100:ada", folder.Line("group", "users"));
        Assert.Equal("second:x:10001:ada", folder.Line("group", "second"));
        Assert.Contains("already", Assert.Single(await folder.DoAsync(new SetMembers("second") { Add = ["ada"] })), StringComparison.Ordinal);
        await folder.DoAsync(new SetMembers("second") { Remove = ["ada"] });
        Assert.Equal("second:x:10001:", folder.Line("group", "second"));
        await folder.RefuseAsync(AccountRefusalKind.Unknown, new SetMembers("second") { Add = ["eve"] });
    }
}
