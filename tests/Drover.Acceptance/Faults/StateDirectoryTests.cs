using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>State directories that a daemon must not use: held by another, damaged, shortened.</summary>
public sealed class StateDirectoryTests : IDisposable
{
    private const int InUse = 3, Unusable = 4;

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_second_daemon_says_who_holds_the_directory_and_the_first_goes_on()
    {
        using var first = Daemon.Start(_sandbox);
        using var elsewhere = new Sandbox();
        var second = Command.Run(Programs.Daemon, ["--state", _sandbox.State, "--run", elsewhere.Run]).Expect(InUse);
        Assert.Contains($"{first.Id}", second.Error, StringComparison.Ordinal);
        Assert.Contains("STATE_IN_USE", second.Error, StringComparison.Ordinal);
        Assert.Equal("success", first.Http.WaitForEnd(first.Http.SubmitDelay(0.01)));
    }

    [Fact]
    public void A_second_daemon_does_not_take_the_sockets_of_the_first()
    {
        using var first = Daemon.Start(_sandbox);
        var second = Command.Run(Programs.Daemon, ["--state", _sandbox.At("other"), "--run", _sandbox.Run]);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains(_sandbox.Run, second.Error, StringComparison.Ordinal);
        Assert.Equal(200, first.Http.Get("/readyz").Status);
    }

    [Fact]
    public void A_database_with_a_flipped_byte_is_refused_and_left_as_it_is()
    {
        WithSomeJobs(daemon => daemon.StopCleanly());
        var file = Path.Combine(_sandbox.State, "store.db");
        var bytes = File.ReadAllBytes(file);
        // In the middle of the last record's text, wherever the pages have put it.
        var at = bytes.AsSpan().LastIndexOf("OP_TEST_DELAY"u8);
        Assert.True(at > 0);
        bytes[at + 3] ^= 0x20;
        File.WriteAllBytes(file, bytes);
        var refused = Daemon.Refused(_sandbox).Expect(Unusable);
        Assert.Contains("STORE_DAMAGED", refused.Error, StringComparison.Ordinal);
        Assert.Contains(_sandbox.State, refused.Error, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_database_of_zeros_is_refused()
    {
        WithSomeJobs(daemon => daemon.StopCleanly());
        var file = Path.Combine(_sandbox.State, "store.db");
        File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        Daemon.Refused(_sandbox).Expect(Unusable);
    }

    [Fact]
    public void A_journal_that_lacks_its_end_is_refused_until_the_loss_is_accepted()
    {
        WithSomeJobs(daemon => daemon.StopCleanly());
        using (var copy = new Sandbox())
        {
            // An older copy of the database beside a newer head file: what a restored backup looks like.
            File.Copy(Path.Combine(_sandbox.State, "store.db"), copy.At("store.db"));
            WithSomeJobs(daemon => daemon.StopCleanly());
            File.Copy(copy.At("store.db"), Path.Combine(_sandbox.State, "store.db"), overwrite: true);
        }
        var refused = Daemon.Refused(_sandbox).Expect(Unusable);
        Assert.Contains("JOURNAL_BEHIND_HEAD", refused.Error, StringComparison.Ordinal);
        Assert.Contains("accept-loss", refused.Error, StringComparison.Ordinal);
        Command.Run(Programs.Client, ["audit", "accept-loss", "--state", _sandbox.State, "--yes"]).Expect(0);
        using var again = Daemon.Start(_sandbox);
        Assert.Equal("success", again.Http.WaitForEnd(again.Http.SubmitDelay(0.01)));
    }

    [Fact]
    public void Init_sets_the_names_beforehand_and_the_daemon_keeps_them()
    {
        Command.Run(Programs.Daemon, ["--init", "--state", _sandbox.State, "--cluster", "mine", "--node", Sandbox.NodeName]).Expect(0);
        using var daemon = Daemon.Start(_sandbox);
        Assert.Equal([Sandbox.NodeName], daemon.Drover("get", "nodes", "-o", "name").Expect(0).Lines);
        Assert.Contains("Cluster name: mine", daemon.Gnt("gnt-cluster", "info").Expect(0).Output, StringComparison.Ordinal);
    }

    private void WithSomeJobs(Action<Daemon> end)
    {
        using var daemon = Daemon.Start(_sandbox);
        for (var i = 0; i < 5; i++)
            daemon.Http.WaitForEnd(daemon.Http.SubmitDelay(0.01));
        end(daemon);
    }
}
