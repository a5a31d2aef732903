using Drover.Tests.Shared;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Tests.Accounts;

/// <summary>What others change is seen, and what we change is not taken for theirs.</summary>
public sealed class OutsideChangeTests
{
    [Fact]
    public async Task A_file_that_another_program_replaces_is_told_as_what_really_differs()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new AddUser("ada") { PasswordHash = AccountFolder.Hash }, new AddUser("eve"));
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        var version = folder.Accounts.View.Version;
        Replace(folder, "passwd", folder.Read("passwd").Replace("ada:x:1000:100::", "ada:x:1000:100:Ada:", StringComparison.Ordinal).Replace("eve:x:1001:100::/home/users/eve:/bin/bash\n", "", StringComparison.Ordinal));
        var view = await folder.Accounts.ViewAfterAsync(version, TestContext.Current.CancellationToken);
        Assert.Contains(view.Outside, change => change is { Kind: "changed", Name: "ada", Field: "gecos", Before: "", After: "Ada" });
        Assert.Contains(view.Outside, change => change is { Kind: "removed", What: "user", Name: "eve" });
        Assert.Equal(2, view.Outside.Length);

        Replace(folder, "shadow", folder.Read("shadow").Replace("abc", "xyz", StringComparison.Ordinal));
        view = await folder.Accounts.ViewAfterAsync(view.Version, TestContext.Current.CancellationToken);
        Assert.True(view.Outside[^1] is { Name: "ada", Field: "password", Before: null, After: null });
        Assert.DoesNotContain(folder.Log.Lines, line => line.Text.Contains("$6$", StringComparison.Ordinal));
        Assert.Contains(folder.Log.Lines, line => line.Text == "Changed by others: user ada changed: gecos '' is 'Ada'");
    }

    [Fact]
    public async Task What_we_change_is_never_told_as_a_change_of_others()
    {
        await using var folder = new AccountFolder();
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
            await folder.DoAsync(new AddUser($"user{i}"));
        var version = folder.Accounts.View.Version;
        // A change of others afterwards is the first that is told.
        Replace(folder, "passwd", folder.Read("passwd").Replace("user3:x:1003:100::", "user3:x:1003:100:three:", StringComparison.Ordinal));
        var view = await folder.Accounts.ViewAfterAsync(version, TestContext.Current.CancellationToken);
        Assert.Equal("user3", Assert.Single(view.Outside).Name);
    }

    [Fact]
    public async Task A_file_that_is_written_anew_with_the_same_bytes_is_no_change()
    {
        await using var folder = new AccountFolder();
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        var version = folder.Accounts.View.Version;
        Replace(folder, "group", folder.Read("group"));
        Replace(folder, "passwd", folder.Read("passwd") + "ada:x:1000:100:::\n");
        var view = await folder.Accounts.ViewAfterAsync(version, TestContext.Current.CancellationToken);
        Assert.Equal(version + 1, view.Version);
        Assert.Equal("ada", Assert.Single(view.Outside).Name);
    }

    [Fact]
    public async Task Others_are_not_read_amid_their_locks()
    {
        await using var folder = new AccountFolder();
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        var version = folder.Accounts.View.Version;
        File.WriteAllText(folder.PathOf("passwd.lock"), "1\0");
        Replace(folder, "passwd", folder.Read("passwd") + "ada:x:1000:10000:::\n");
        Replace(folder, "shadow", folder.Read("shadow") + "ada:!:1:0:99999:7:::\n");
        Replace(folder, "group", folder.Read("group") + "ada2:x:10000:\n");
        Replace(folder, "gshadow", folder.Read("gshadow") + "ada2:!::\n");
        File.Delete(folder.PathOf("passwd.lock"));
        var view = await folder.Accounts.ViewAfterAsync(version, TestContext.Current.CancellationToken);
        Assert.Equal("ada2", view.Users[^1].PrimaryGroup);
        Assert.Empty(view.Problems);
    }

    private static void Replace(AccountFolder folder, string file, string text)
    {
        File.WriteAllText(folder.PathOf(file + ".new"), text);
        File.Move(folder.PathOf(file + ".new"), folder.PathOf(file), overwrite: true);
    }
}
