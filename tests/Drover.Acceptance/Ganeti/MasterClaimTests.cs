using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>A daemon that starts on a node looks first whether that node is the master, as Ganeti's does.</summary>
public sealed class MasterClaimTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    private string MasterFile => Path.Combine(_sandbox.GanetiRoot, "var/lib/ganeti/ssconf_master_node");

    public MasterClaimTests() => Directory.CreateDirectory(Path.GetDirectoryName(MasterFile)!);

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Where_another_node_is_the_master_nothing_is_served_until_it_is_taken_over()
    {
        File.WriteAllText(MasterFile, "node9\n");
        var refused = Daemon.Refused(_sandbox).Expect(11);
        Assert.Contains("node9", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--take-over", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_sandbox.LuxiSocket));
        Assert.Equal("node9\n", File.ReadAllText(MasterFile));
        using var daemon = Daemon.Start(_sandbox, "--take-over");
        Assert.Equal("node1", daemon.Gnt("gnt-cluster", "getmaster").Expect(0).Output.Trim());
    }

    [Fact]
    public void A_file_that_cannot_be_read_ends_the_start()
    {
        Directory.CreateDirectory(MasterFile);
        Assert.Contains("cannot be read", Daemon.Refused(_sandbox).Expect(12).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_vote_it_starts_when_that_is_confirmed()
    {
        var refused = Daemon.RefusedAfter("yes\n", _sandbox, "--no-voting").Expect(1);
        Assert.Contains("Type YES", refused.Error, StringComparison.Ordinal);
        // Confirmed, it goes on to the next check.
        File.WriteAllText(MasterFile, "node9\n");
        Daemon.RefusedAfter("YES\n", _sandbox, "--no-voting").Expect(11);
        Daemon.Refused(_sandbox, "--no-voting", "--yes-do-it").Expect(11);
        Daemon.Refused(_sandbox, "--no-voting").Expect(1);
    }
}
