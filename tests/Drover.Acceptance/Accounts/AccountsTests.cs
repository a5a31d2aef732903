using Drover.Acceptance.Running;

namespace Drover.Acceptance.Accounts;

/// <summary>Users and groups of a machine by the command line, in account files of a folder of their own.</summary>
public sealed class AccountsTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;

    public AccountsTests()
    {
        Directory.CreateDirectory(_sandbox.At("etc"));
        File.WriteAllText(Etc("passwd"), "root:x:0:0:root:/root:/bin/bash\n");
        File.WriteAllText(Etc("shadow"), "root:*:19000:0:99999:7:::\n");
        File.WriteAllText(Etc("group"), "root:x:0:\nusers:x:100:\n");
        File.WriteAllText(Etc("gshadow"), "root:*::\nusers:*::\n");
        _daemon = Daemon.Start(_sandbox, "--accounts", "--accounts-directory", _sandbox.At("etc"), "--groups-file", Etc("drover/groups"));
    }

    [Fact]
    public void Users_and_groups_are_added_changed_listed_and_removed()
    {
        _daemon.Drover("add", "user-group", "team", "--description", "who builds").Expect(0);
        var added = _daemon.Drover("add", "user", "ada", "--gecos", "Ada Löw", "--groups", "team").Expect(0).Output;
        var password = added.Split('\n').Single(line => line.StartsWith("Password of ada: ", StringComparison.Ordinal))["Password of ada: ".Length..];
        var hash = Line("shadow", "ada").Split(':')[1];
        Assert.Equal(hash, Command.Run("perl", ["-e", "print crypt($ARGV[0], $ARGV[1])", password, hash]).Expect(0).Output);
        Assert.DoesNotContain(password, _daemon.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(password, _daemon.Http.Get("/v1/jobs?fields=ops").Body, StringComparison.Ordinal);
        Assert.Contains("Ada Löw", _daemon.Drover("get", "users").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("who builds", _daemon.Drover("get", "user-groups").Expect(0).Output, StringComparison.Ordinal);

        _daemon.Drover("mod", "user", "ada", "--lock").Expect(0);
        Assert.Equal("!" + hash, Line("shadow", "ada").Split(':')[1]);
        var trial = _daemon.Drover("del", "user", "ada", "--dry-run").Expect(0).Output;
        Assert.Contains("- ada:x:1000:100:Ada Löw:/home/users/ada:/bin/bash", trial, StringComparison.Ordinal);
        Assert.Contains("team:x:10000:ada", File.ReadAllText(Etc("group")), StringComparison.Ordinal);
        Assert.Contains("chosen by hand", _daemon.Drover("add", "user", "bob", "--gecos", "chosen by hand", "--disabled-password").Expect(0).Output, StringComparison.Ordinal);
        _daemon.Drover("mod", "user-group", "team", "--add-users", "bob", "--del-users", "ada").Expect(0);
        Assert.Contains("team:x:10000:bob", File.ReadAllText(Etc("group")), StringComparison.Ordinal);
        Assert.Contains("belongs to the distribution", _daemon.Drover("del", "user", "root").Expect(1).Error, StringComparison.Ordinal);
        _daemon.Drover("del", "user", "ada", "bob").Expect(0);
        _daemon.Drover("del", "user-group", "team").Expect(0);
        Assert.Equal("root:x:0:0:root:/root:/bin/bash\n", File.ReadAllText(Etc("passwd")));
        _daemon.Drover("chk", "accounts").Expect(0);
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_told_with_file_and_line()
    {
        File.AppendAllText(Etc("group"), "broken\n");
        Assert.True(SpinWait.SpinUntil(() => _daemon.Drover("chk", "accounts").ExitCode == 1, Command.Longest));
        Assert.Contains($"{Etc("group")}:3: the line has 1 fields and not 4", _daemon.Drover("chk", "accounts").Expect(1).Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    private string Etc(string file) => Path.Combine(_sandbox.At("etc"), file);

    private string Line(string file, string name) => File.ReadAllLines(Etc(file)).Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
