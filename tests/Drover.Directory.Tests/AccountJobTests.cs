using Drover.Kernel;
using Drover.Kernel.Jobs;

namespace Drover.Directories.Tests;

/// <summary>Users and groups change by jobs.</summary>
public sealed class AccountJobTests
{
    [Fact]
    public async Task A_user_is_added_changed_and_removed_by_jobs_that_tell_the_lines()
    {
        await using var host = await DirectoryHost.StartAsync();
        var (status, result, log) = await host.DoAsync("""{"OP_ID":"OP_DIRECTORY_GROUP_ADD","name":"team","description":"who builds"}""");
        Assert.Equal((JobStatus.Success, "\"team\""), (status, result));
        (status, result, log) = await host.DoAsync("""{"OP_ID":"OP_DIRECTORY_USER_ADD","firstname":"Zoë","lastname":"Löw","groups":["team"]}""");
        Assert.Equal((JobStatus.Success, "\"Zoe.Low\""), (status, result));
        Assert.Contains(log, line => line.Contains("+ Zoe.Low:x:1000:100:Zo", StringComparison.Ordinal));
        await host.DoAsync("""{"OP_ID":"OP_DIRECTORY_USER_SET","name":"Zoe.Low","add_groups":["rsp-team"],"gecos":"Z"}""");
        Assert.Equal(["\"Zoe.Low\"", "1000", "\"standard\"", "\"Z\"", "\"users\"", "[\"rsp-team\"]"], (await host.QueryAsync("user", "login,uid,kind,gecos,group,groups"))[0]);
        var team = (await host.QueryAsync("user-group", "name,description,members,responsible")).Single(row => row[0] == "\"team\"");
        Assert.Equal(["\"team\"", "\"who builds\"", "[]", "[\"Zoe.Low\"]"], team);
        Assert.DoesNotContain(await host.QueryAsync("user-group", "name"), row => row[0].StartsWith("\"gst-", StringComparison.Ordinal));
        (status, _, _) = await host.DoAsync("""{"OP_ID":"OP_DIRECTORY_USER_REMOVE","name":"Zoe.Low"}""");
        Assert.Equal(JobStatus.Success, status);
        Assert.DoesNotContain("Zoe", host.Read("gshadow"), StringComparison.Ordinal);
        Assert.Empty(await host.QueryAsync("account-problem", "text"));
    }

    [Fact]
    public async Task A_password_stands_in_shadow_alone_and_neither_it_nor_its_hash_in_the_journal()
    {
        await using var host = await DirectoryHost.StartAsync();
        var (status, _, log) = await host.DoAsync($$"""{"OP_ID":"OP_DIRECTORY_USER_ADD","name":"ada","password_sealed":"{{host.Seal.Seal("correct horse")}}"}""");
        Assert.Equal(JobStatus.Success, status);
        var hash = host.Read("shadow").Split('\n').Single(line => line.StartsWith("ada:", StringComparison.Ordinal)).Split(':')[1];
        Assert.StartsWith("$", hash, StringComparison.Ordinal);
        // Perl's crypt is that of the C library: the other opinion on the hash.
        using var perl = TimedProcess.Start(new System.Diagnostics.ProcessStartInfo("perl", ["-e", "print crypt('correct horse', $ARGV[0])", hash]) { UseShellExecute = false, RedirectStandardOutput = true });
        Assert.Equal(hash, await perl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(log, line => line.Contains(hash, StringComparison.Ordinal));
        var stored = host.Stored();
        Assert.Contains("$sealed1$", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(hash, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_daemon_has_not_sealed_is_no_password()
    {
        await using var host = await DirectoryHost.StartAsync();
        var other = new Passwords.PasswordSeal([.. Enumerable.Repeat((byte)7, 32)]).Seal("x");
        foreach (var text in new[] { other, "$6$salt$hash", "$sealed1$AAAA" })
        {
            var (status, result, _) = await host.DoAsync($$"""{"OP_ID":"OP_DIRECTORY_USER_ADD","name":"ada","password_sealed":"{{text}}"}""");
            Assert.Equal(JobStatus.Error, status);
            Assert.Contains("/v1/user-passwords", result, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_trial_tells_the_lines_and_changes_nothing()
    {
        await using var host = await DirectoryHost.StartAsync();
        var before = host.Read("passwd");
        var (status, _, log) = await host.DoAsync("""{"OP_ID":"OP_DIRECTORY_USER_ADD","name":"ada","dry_run":true}""");
        Assert.Equal(JobStatus.Success, status);
        Assert.Contains(log, line => line.Contains("+ ada:x:1000:100::/home/users/ada:/bin/bash", StringComparison.Ordinal));
        Assert.Equal(before, host.Read("passwd"));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_REMOVE","name":"nobody2"}""", "unknown_entity", "nobody2")]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_ADD","name":"x:y"}""", "wrong_input", "x:y")]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_ADD"}""", "wrong_input", "needs a login")]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_ADD","firstname":"a","gecos":"b"}""", "wrong_input", "not both")]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_SET","name":"root","gecos":"b"}""", "wrong_state", "--force")]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_ADD","name":"ada","node":"n2"}""", "wrong_state", "n2")]
    [InlineData("""{"OP_ID":"OP_DIRECTORY_USER_ADD","name":"ada","node":"n9"}""", "wrong_input", "n9")]
    public async Task What_cannot_be_done_says_why(string opcode, string kind, string reason)
    {
        await using var host = await DirectoryHost.StartAsync();
        var before = host.Read("passwd");
        var (status, result, _) = await host.DoAsync(opcode);
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains(kind, result, StringComparison.Ordinal);
        Assert.Contains(reason, result, StringComparison.Ordinal);
        Assert.Equal(before, host.Read("passwd"));
    }

    [Fact]
    public async Task What_others_change_is_a_signal()
    {
        await using var host = await DirectoryHost.StartAsync();
        using var signals = host.Kernel.Signals.Subscribe(Caller.System);
        host.Write("passwd.new", host.Read("passwd").Replace(":root:/root", ":Charlie:/root", StringComparison.Ordinal));
        File.Move(host.PathOf("passwd.new"), host.PathOf("passwd"), overwrite: true);
        var signal = await signals.Signals.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"node":"n1","what":"user","name":"root","change":"changed","field":"gecos","before":"root","after":"Charlie"}""", signal.Payload.ToString());
    }
}
