using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>A boot of the machine, as the daemon sees it: another boot id, and numbers of processes that mean nothing any more. The id is laid
/// over the kernel's own in a mount namespace, which needs root.</summary>
public sealed class BootTests : IDisposable
{
    private const string Ear = "trap 'echo $$ INT >>OUT; exit 0' INT\ntrap 'echo $$ TERM >>OUT; exit 0' TERM\necho $$ up >>OUT\nwhile :; do sleep 0.02; done\n";

    private readonly ServiceNode _node;

    public BootTests()
    {
        Stranger.SkipUnlessPossible();
        Assert.SkipUnless(Command.Run("unshare", ["--mount", "true"]).ExitCode == 0, "A mount namespace of its own is not permitted here.");
        _node = ServiceNode.Unstarted(
        [
            "auto:a1:1:respawn:NAP 1000",
            "auto:a2:2:respawn:/bin/sh DIR/ear",
            ":::group.auto.start-level:1",
            "plain:p1:1:respawn:NAP 1001",
            "done:o1:1:once:true",
            ":::group.done.start-level:1",
        ], "--levels-at-start", "blank");
        _node.Script("ear", Ear);
    }

    public void Dispose() => _node?.Dispose();

    [Fact]
    public void After_a_boot_groups_begin_at_their_start_level_and_nothing_is_taken_for_what_ran_before()
    {
        Boot(1);
        _node.WaitForStatus("auto", "1 DONE");
        _node.Bring("auto", "2");
        _node.Bring("plain", "1");
        _node.Until(() => _node.OutLines.Length == 1, () => _node.Out);
        var (old, plain) = (_node.Pid("auto/a2"), _node.Pid("plain/p1"));
        _node.Kill9();
        Signals.Send(plain, Signals.Kill);

        // Two strangers to the new boot: one has got the number of a service of the earlier one; one is even that very process.
        using var stranger = Stranger.Take(plain, _node.Sandbox);
        Boot(2);
        _node.WaitForStatus("auto", "1 DONE");
        _node.WaitForStatus("done", "1 DONE");
        Assert.Equal("- CONFIGURED", _node.Status("plain"));
        Assert.Equal([_node.Pid("auto/a1")], _node.Naps());
        Assert.Equal(0, _node.Pid("auto/a2"));

        // The level that the earlier boot was at is begun from nothing, and what is stopped is only what was started now.
        _node.Bring("auto", "2");
        _node.Until(() => _node.OutLines.Length == 2, () => _node.Out);
        var now = _node.Pid("auto/a2");
        _node.Bring("auto", "3");
        _node.Bring("plain", "1");
        _node.Bring("plain", "2");
        Assert.Equal($"{old} up\n{now} up\n{now} INT\n", _node.Out);
        Assert.True(ServiceNode.Lives(old));
        Assert.Empty(_node.Naps());
        stranger.ExpectUntouched(_node);
        _node.Daemon.StopCleanly();
        Assert.True(ServiceNode.Lives(old));
        stranger.ExpectUntouched(_node);
    }

    [Fact]
    public void A_restart_of_the_daemon_within_a_boot_is_none()
    {
        Boot(1);
        _node.Bring("auto", "2");
        _node.Bring("plain", "1");
        var before = (_node.Pid("auto/a2"), _node.Pid("plain/p1"));
        _node.Kill9();
        Boot(1);
        Assert.Equal(before, (_node.Pid("auto/a2"), _node.Pid("plain/p1")));
        Assert.Equal("2 DONE", _node.Status("auto"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_boot_groups_are_wanted_at_the_levels_of_before_unless_they_have_a_start_level(bool inOrder)
    {
        using var node = ServiceNode.Unstarted(["plain:p1:1:respawn:NAP 1001", "off:o1:1:respawn:NAP 1002", "auto:a1:1:respawn:NAP 1003", ":::group.auto.start-level:1"]);
        Boot(1, node);
        node.Bring("plain", "1");
        node.Bring("off", "1");
        node.Bring("off", "0");
        node.Bring("auto", "0");
        if (inOrder)
            node.Daemon.StopCleanly();
        else
            node.Daemon.Kill9();
        node.Daemon.Dispose();
        foreach (var pid in node.Naps())
            Signals.Send(pid, Signals.Kill);
        Boot(2, node);
        node.WaitForStatus("plain", "1 DONE");
        node.WaitForStatus("off", "0 DONE");
        node.WaitForStatus("auto", "1 DONE");
        node.Until(() => node.Naps().Count == 2, () => $"{node.Naps().Count} naps");
    }

    private void Boot(int number) => Boot(number, _node);

    private static void Boot(int number, ServiceNode node)
    {
        var id = node.Sandbox.At($"boot{number}");
        File.WriteAllText(id, $"00000000-0000-4000-8000-{number:d12}\n");
        node.Start("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"", id);
    }
}
