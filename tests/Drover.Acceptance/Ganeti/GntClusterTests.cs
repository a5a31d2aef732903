using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's <c>gnt-cluster</c> against the daemon.</summary>
public sealed class GntClusterTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void Info_tells_the_cluster_and_its_master()
    {
        var info = Daemon.Gnt("gnt-cluster", "info").Expect(0);
        Assert.Contains("Cluster name: fleet", info.Output, StringComparison.Ordinal);
        Assert.Contains("Master node: node1", info.Output, StringComparison.Ordinal);
        Assert.Matches(@"Cluster UUID: [0-9a-f-]{36}", info.Output);
        Assert.Contains("Enabled hypervisors:", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_that_of_the_protocol_spoken()
    {
        var version = Daemon.Gnt("gnt-cluster", "version").Expect(0);
        Assert.Contains("Internode protocol: 3000000", version.Output, StringComparison.Ordinal);
        Assert.Contains("Configuration format: 3000000", version.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Getmaster_reads_the_ssconf_files() =>
        Assert.Equal("node1", Daemon.Gnt("gnt-cluster", "getmaster").Expect(0).Output.Trim());

    [Fact]
    public void A_second_cluster_is_not_made_on_this_machine()
    {
        var refused = Daemon.Gnt("gnt-cluster", "init", "--enabled-hypervisors=fake", "other").Expect(1);
        Assert.Contains("Cluster is already initialised", refused.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Master_ping_and_ispecs_are_answered()
    {
        Daemon.Gnt("gnt-cluster", "master-ping").Expect(0);
        Assert.Contains("--ipolicy", Daemon.Gnt("gnt-cluster", "show-ispecs-cmd").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drained_queue_takes_no_jobs_until_it_is_opened_again()
    {
        Assert.Contains("The drain flag is unset", Daemon.Gnt("gnt-cluster", "queue", "info").Expect(0).Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-cluster", "queue", "drain").Expect(0);
        Assert.Contains("The drain flag is set", Daemon.Gnt("gnt-cluster", "queue", "info").Expect(0).Output, StringComparison.Ordinal);
        var refused = Daemon.Gnt("gnt-debug", "delay", "0.1").Expect(1);
        Assert.Contains("Queue drained", refused.All, StringComparison.OrdinalIgnoreCase);
        Daemon.Gnt("gnt-cluster", "queue", "undrain").Expect(0);
        Daemon.Gnt("gnt-debug", "delay", "0.1").Expect(0);
    }

    [Fact]
    public void The_watcher_is_paused_and_goes_on()
    {
        Assert.Contains("The watcher is not paused", Daemon.Gnt("gnt-cluster", "watcher", "info").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("The watcher is paused until", Daemon.Gnt("gnt-cluster", "watcher", "pause", "1h").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("The watcher is paused until", Daemon.Gnt("gnt-cluster", "watcher", "info").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("The watcher is no longer paused", Daemon.Gnt("gnt-cluster", "watcher", "continue").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("The watcher is not paused", Daemon.Gnt("gnt-cluster", "watcher", "info").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_are_added_found_and_removed()
    {
        Daemon.Gnt("gnt-cluster", "add-tags", "baseline", "one").Expect(0);
        Assert.Equal(["baseline", "one"], Daemon.Gnt("gnt-cluster", "list-tags").Expect(0).Lines);
        Daemon.Gnt("gnt-node", "add-tags", "node1", "one").Expect(0);
        Assert.Equal(["/cluster one", "/nodes/node1 one"], Daemon.Gnt("gnt-cluster", "search-tags", "^one$").Expect(0).Lines.Order(StringComparer.Ordinal));
        Daemon.Gnt("gnt-cluster", "remove-tags", "baseline", "one").Expect(0);
        Daemon.Gnt("gnt-node", "remove-tags", "node1", "one").Expect(0);
        Assert.Empty(Daemon.Gnt("gnt-cluster", "list-tags").Expect(0).Lines);
    }

    [Fact]
    public void Verify_runs_its_jobs_and_shows_what_they_say()
    {
        var verify = Daemon.Gnt("gnt-cluster", "verify").Expect(0);
        Assert.Matches(@"Submitted jobs \d+, \d+", verify.Output);
        Assert.Contains("* Verifying references between objects", verify.Output, StringComparison.Ordinal);
        Assert.Contains("* Verifying the journal against the stored rows", verify.Output, StringComparison.Ordinal);
        Assert.Contains("* Verifying group 'default'", verify.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Modify_changes_what_info_shows()
    {
        Daemon.Gnt("gnt-cluster", "modify", "--max-running-jobs=7").Expect(0);
        Assert.Contains("jobs running simultaneously: 7", Daemon.Gnt("gnt-cluster", "info").Expect(0).Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-cluster", "modify", "--max-running-jobs=100").Expect(0);
    }

    [Fact]
    public void Modify_with_a_wrong_value_changes_nothing()
    {
        var before = Daemon.Gnt("gnt-cluster", "info").Output;
        var refused = Daemon.Gnt("gnt-cluster", "modify", "--candidate-pool-size=0");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal(before, Daemon.Gnt("gnt-cluster", "info").Output);
    }
}
