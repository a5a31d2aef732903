using Drover.Nodes;
using Drover.Nodes.Accounts;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests.Accounts;

public sealed class UserChangeTests
{
    [Fact]
    public async Task A_user_stands_in_passwd_and_shadow_with_the_smallest_free_number()
    {
        await using var folder = new AccountFolder(new ManualClock());
        var lines = await folder.DoAsync(new AddUser("ada") { Gecos = "Ada Löw", PasswordHash = AccountFolder.Hash });
        await folder.DoAsync(new AddUser("bob"), new AddUser("backup2") { IsSystem = true, Shell = "/usr/sbin/nologin" });
        Assert.Equal("ada:x:1000:100:Ada Löw:/home/users/ada:/bin/bash", folder.Line("passwd", "ada"));
        Assert.Equal($"ada:{AccountFolder.Hash}:20455:0:99999:7:::", folder.Line("shadow", "ada"));
        Assert.Equal("bob:x:1001:100::/home/users/bob:/bin/bash", folder.Line("passwd", "bob"));
        Assert.Equal("bob:!:20455:0:99999:7:::", folder.Line("shadow", "bob"));
        Assert.Equal("backup2:x:300:100::/var/lib/backup2:/usr/sbin/nologin", folder.Line("passwd", "backup2"));
        Assert.DoesNotContain(lines, line => line.Contains("$6$", StringComparison.Ordinal));
        Assert.Contains($"{folder.PathOf("shadow")}: + ada:(hash):20455:0:99999:7:::", lines);
    }

    [Fact]
    public async Task Numbers_are_refused_that_are_taken_or_of_another_kind()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddUser("ada") { Uid = 1100 });
        Assert.Contains("uid 1100 is taken by the user 'ada'", await folder.RefuseAsync(AccountRefusalKind.Exists, new AddUser("bob") { Uid = 1100 }), StringComparison.Ordinal);
        var text = await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("bob") { Uid = 200 });
        Assert.Contains("1000-29999", text, StringComparison.Ordinal);
        Assert.Contains("300-999", text, StringComparison.Ordinal);
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("bob") { Uid = 1101, IsSystem = true });
        Assert.Contains("'daemon'", await folder.RefuseAsync(AccountRefusalKind.Exists, new AddUser("bob") { Uid = 1, IsSystem = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1ada")]
    [InlineData("ada-")]
    [InlineData("a/../b")]
    [InlineData("ada:x")]
    [InlineData("4711")]
    [InlineData("añb")]
    [InlineData("RobinNibor.LucbernetLucbernetLucbernetLucbernetLucbernetLucbernet")]
    public async Task A_login_that_breaks_the_rules_is_refused_and_changes_nothing(string login)
    {
        await using var folder = new AccountFolder();
        Assert.Contains($"'{login}'", await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser(login)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_would_break_a_line_are_refused()
    {
        await using var folder = new AccountFolder();
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("ada") { Gecos = "Ada:0:0" });
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("ada") { Gecos = "Ada\nroot2:x:0:0" });
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("ada") { PasswordHash = "x:0:0:aaaaaaaaaaaa" });
        Assert.Contains("/bin/sh, /bin/bash", await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("ada") { Shell = "/bin/badshell" }), StringComparison.Ordinal);
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("ada") { Home = "/srv/ada" });
        await folder.RefuseAsync(AccountRefusalKind.WrongInput, new AddUser("svc") { IsSystem = true, Home = "/var/tmp/svc" });
    }

    [Fact]
    public async Task A_lock_is_one_sign_and_unlocking_gives_the_very_same_hash()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddUser("ada") { PasswordHash = AccountFolder.Hash });
        await folder.DoAsync(new SetUser("ada") { Lock = true });
        Assert.Equal(["'ada' is locked already"], await folder.DoAsync(new SetUser("ada") { Lock = true }));
        Assert.StartsWith($"ada:!{AccountFolder.Hash}:", folder.Line("shadow", "ada"), StringComparison.Ordinal);
        var other = AccountFolder.Hash.Replace("abc", "xyz", StringComparison.Ordinal);
        await folder.DoAsync(new SetUser("ada") { PasswordHash = other });
        Assert.StartsWith($"ada:!{other}:", folder.Line("shadow", "ada"), StringComparison.Ordinal);
        await folder.DoAsync(new SetUser("ada") { Lock = false });
        Assert.StartsWith($"ada:{other}:", folder.Line("shadow", "ada"), StringComparison.Ordinal);
        Assert.Equal(["'ada' is unlocked already"], await folder.DoAsync(new SetUser("ada") { Lock = false }));
    }

    [Fact]
    public async Task Who_has_no_password_is_not_unlocked()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddUser("ada"));
        Assert.Contains("no password", await folder.RefuseAsync(AccountRefusalKind.WrongState, new SetUser("ada") { Lock = false }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_goes_out_of_all_files_and_an_administrator_only_when_that_is_meant()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddGroup("team"), new AddUser("ada") { Groups = ["team", "admins"] });
        Assert.Contains("administrator", await folder.RefuseAsync(AccountRefusalKind.Kept, new RemoveUser("ada")), StringComparison.Ordinal);
        await folder.DoAsync(new RemoveUser("ada") { IsForced = true });
        foreach (var file in new[] { "passwd", "shadow", "group", "gshadow" })
            Assert.DoesNotContain("ada", folder.Read(file), StringComparison.Ordinal);
        await folder.RefuseAsync(AccountRefusalKind.Unknown, new RemoveUser("ada"));
        await folder.DoAsync(new RemoveUser("ada") { MayBeGone = true });
        await folder.RefuseAsync(AccountRefusalKind.Kept, new RemoveUser("daemon"));
    }

    [Fact]
    public async Task Changes_are_made_all_or_none()
    {
        await using var folder = new AccountFolder();
        await folder.RefuseAsync(AccountRefusalKind.Unknown, new AddUser("ada"), new RemoveUser("nobody2"));
        Assert.Null(folder.Line("passwd", "ada"));
    }

    [Fact]
    public async Task The_same_order_is_answered_as_before_and_one_of_an_earlier_master_is_refused()
    {
        await using var folder = new AccountFolder();
        var order = new NodeCommand(7, new CommandKey(3, 0, 0));
        var first = await folder.Accounts.ChangeAsync(order, [new AddUser("ada")], TestContext.Current.CancellationToken);
        var passwd = folder.Read("passwd");
        var again = await folder.Accounts.ChangeAsync(order, [new AddUser("ada")], TestContext.Current.CancellationToken);
        Assert.Equal(first.Lines, again.Lines);
        Assert.Equal(passwd, folder.Read("passwd"));
        var stale = await folder.Accounts.ChangeAsync(new NodeCommand(6, new CommandKey(4, 0, 0)), [new AddUser("bob")], TestContext.Current.CancellationToken);
        Assert.Equal(AccountRefusalKind.StaleTerm, stale.Refusal?.Kind);
    }

    [Fact]
    public async Task A_plan_says_what_a_change_does_and_changes_nothing()
    {
        await using var folder = new AccountFolder(new ManualClock());
        var before = folder.Read("passwd");
        var plan = await folder.Accounts.PlanAsync([new AddUser("ada")], TestContext.Current.CancellationToken);
        Assert.Equal(before, folder.Read("passwd"));
        Assert.False(File.Exists(folder.PathOf("passwd-")));
        Assert.Equal(plan.Lines, (await folder.TryAsync(new AddUser("ada"))).Lines);
        Assert.Equal(before, folder.Read("passwd-"));
    }

    [Fact]
    public async Task Mode_and_links_of_the_files_stay_and_no_lock_is_left()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddUser("ada"));
        Assert.Equal((UnixFileMode)0b110_100_000, File.GetUnixFileMode(folder.PathOf("shadow")));
        Assert.DoesNotContain(Directory.GetFiles(folder.Etc, "*.lock"), path => !path.EndsWith("/.pwd.lock", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder.Etc, "*+"));
        File.Move(folder.PathOf("passwd"), folder.PathOf("passwd.real"));
        File.CreateSymbolicLink(folder.PathOf("passwd"), "passwd.real");
        Assert.Contains("is a link", await folder.RefuseAsync(AccountRefusalKind.WrongState, new AddUser("bob")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doubled_name_is_not_touched()
    {
        await using var folder = new AccountFolder();
        folder.Write("passwd", folder.Read("passwd") + "ada:x:1000:100::/home/users/ada:/bin/bash\nada:x:0:0::/:/bin/bash\n");
        Assert.Contains("lines 4 and 5", await folder.RefuseAsync(AccountRefusalKind.WrongState, new RemoveUser("ada")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Robin", "Lucbernet", "Robin.Lucbernet")]
    [InlineData("Zoë", "d'Árvíz-Tűrő", "Zoe.dArviz-Turo")]
    [InlineData(" Jean  Luc", "Œuvre..", "Jean_Luc.OEuvre")]
    [InlineData("Ægir", "Groß", "AEgir.Gross")]
    public void A_login_is_built_of_names(string first, string last, string login) => Assert.Equal(login, AccountNames.LoginOf(first, last));
}
