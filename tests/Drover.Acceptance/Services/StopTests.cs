using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>How services are stopped: gently first, the whole tree, and nothing is left.</summary>
public sealed class StopTests : IDisposable
{
    private const string Stubborn = "trap 'echo INT >>OUT' INT\ntrap 'echo TERM >>OUT' TERM\necho up >>OUT\nwhile :; do sleep 0.02; done\n";
    private const string UntilTerm = "trap 'echo INT >>OUT' INT\ntrap 'echo TERM >>OUT; sleep 0.3; echo last >>OUT; exit 0' TERM\necho up >>OUT\nwhile :; do sleep 0.02; done\n";

    private const string Patient = "trap 'echo INT >>OUT' INT\necho up >>OUT\nwhile test ! -e DIR/go; do sleep 0.02; done\necho last >>OUT\n";

    /// <summary>Five hundred children: some stay, some end at once, some leave the session, some twice.</summary>
    private const string Bomb = """
        i=0
        while [ $i -lt 125 ]; do
            (NAP 1004 &)
            (NAP 0.01 &)
            setsid -f NAP 1004
            (setsid sh -c '(setsid NAP 1004 &)' &)
            i=$((i+1))
        done
        NAP 1005
        """;

    /// <summary>Hears no signal, and goes on making children that leave the session for as long as it lives.</summary>
    private const string Endless = "trap '' INT TERM\nwhile :; do setsid -f NAP 1006; sleep 0.01; done\n";

    private readonly ServiceNode _node = new(
    [
        "hard:h1:1:respawn:/bin/sh DIR/stubborn",
        ":::service.h1.stop-timeouts:1s,1s",
        "soft:s1:1:respawn:/bin/sh DIR/until-term",
        "soft:s2:1:test:/bin/false",
        ":::service.s1.stop-timeouts:500ms,30s",
        "tree:t1:1:respawn:NAP 1000; true",
        "tree:t2:1:respawn:setsid -f NAP 1001; (NAP 1002 &); NAP 1003; true",
        "long:l1:1:respawn:/bin/sh DIR/patient",
        ":::service.l1.stop-timeouts:24h,24h",
        "slow:w1:1:wait:NAP 1000",
        "slow:w2:2:once:echo two >>OUT",
        "bomb:x1:1:wait:/bin/sh DIR/bomb",
        "bomb:x2:3:once:/bin/sh DIR/endless",
        ":::service.x2.stop-timeouts:200ms,200ms",
        "env:e1:1:wait:(env | sort; echo; ls -l /proc/self/fd; umask; pwd) > OUT",
    ]);

    public StopTests()
    {
        _node.Script("stubborn", Stubborn);
        _node.Script("until-term", UntilTerm);
        _node.Script("patient", Patient);
        _node.Script("bomb", Bomb);
        _node.Script("endless", Endless);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_process_that_ignores_signals_gets_INT_then_TERM_then_is_killed_and_its_group_stays_STOPPING_at_the_old_level()
    {
        _node.Bring("hard", "1");
        _node.WaitForOut("up\n");
        var pid = _node.Pid("hard/h1");
        var job = _node.Submit("hard", "0");
        _node.WaitForStatus("hard", "1 STOPPING");
        _node.WaitForOut("up\nINT\n");
        _node.WaitForOut("up\nINT\nTERM\n");
        Assert.Equal("1 STOPPING", _node.Status("hard"));
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        _node.WaitForStatus("hard", "0 DONE");
        Assert.False(ServiceNode.Lives(pid));
    }

    [Fact]
    public void Nothing_of_a_tree_is_left_also_what_left_its_session()
    {
        _node.Bring("tree", "1");
        _node.Until(() => _node.Naps().Count == 4, () => $"{_node.Naps().Count} naps");
        _node.Bring("tree", "2");
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void Of_five_hundred_quick_children_none_is_left()
    {
        var job = _node.Submit("bomb", "1");
        _node.Until(() => _node.Naps().Count > 300, () => $"{_node.Naps().Count} naps");
        _node.Bring("bomb", "2");
        Assert.Empty(_node.Naps());
        Assert.Equal("canceled", _node.Daemon.Http.WaitForEnd(job));
    }

    [Fact]
    public void A_tree_that_grows_while_it_is_stopped_ends_nevertheless()
    {
        _node.Bring("bomb", "3");
        _node.Until(() => _node.Naps().Count > 20, () => $"{_node.Naps().Count} naps");
        var root = _node.Pid("bomb/x2");
        _node.Bring("bomb", "2");
        Assert.False(ServiceNode.Lives(root));
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void A_stop_that_kill_9_of_the_daemon_interrupts_goes_on()
    {
        _node.Bring("hard", "1");
        _node.WaitForOut("up\n");
        var pid = _node.Pid("hard/h1");
        var job = _node.Submit("hard", "0");
        _node.WaitForOut("up\nINT\n");
        _node.Kill9();
        _node.Start();
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        _node.WaitForStatus("hard", "0 DONE");
        Assert.False(ServiceNode.Lives(pid));
    }

    [Fact]
    public void A_tell_interrupts_a_wait()
    {
        var first = _node.Submit("slow", "1");
        _node.WaitForStatus("slow", "1 STARTING");
        _node.Bring("slow", "2");
        _node.WaitForOut("two\n");
        Assert.Equal("canceled", _node.Daemon.Http.WaitForEnd(first));
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void An_orderly_end_waits_for_the_last_process_also_of_a_FAILED_group()
    {
        _node.Bring("soft", "1", expected: "error");
        _node.WaitForStatus("soft", "1 FAILED");
        _node.WaitForOut("up\n");
        _node.Daemon.StopCleanly();
        Assert.Equal("up\nINT\nTERM\nlast\n", _node.Out);
        Assert.False(File.Exists(_node.Clstat));
        Assert.False(File.Exists(_node.Socket));
    }

    [Fact]
    public void SIGTERM_leaves_no_orphans_and_after_it_the_level_is_begun_anew()
    {
        _node.Bring("tree", "1");
        _node.Until(() => _node.Naps().Count == 4, () => $"{_node.Naps().Count} naps");
        _node.Daemon.StopCleanly();
        Assert.Empty(_node.Naps());
        _node.Daemon.Dispose();
        _node.Start();
        _node.WaitForStatus("tree", "1 DONE");
        _node.Until(() => _node.Naps().Count == 4, () => $"{_node.Naps().Count} naps");
    }

    [Fact]
    public void A_second_SIGTERM_ends_the_daemon_at_once_and_the_next_goes_on_with_the_stop_before_the_level_is_begun_anew()
    {
        _node.Bring("tree", "1");
        _node.Bring("long", "1");
        _node.WaitForOut("up\n");
        var pid = _node.Pid("long/l1");
        _node.Daemon.Signal(Signals.Terminate);
        _node.WaitForOut("up\nINT\n");
        _node.Daemon.Signal(Signals.Terminate);
        _node.Daemon.WaitForEnd();
        _node.Daemon.Dispose();
        Assert.True(ServiceNode.Lives(pid));
        _node.Start();
        Assert.Equal(pid, _node.Pid("long/l1"));
        Assert.Equal("STOPPING", _node.State("long/l1"));
        File.WriteAllText(_node.Sandbox.At("go"), "");
        _node.WaitForStatus("long", "1 DONE");
        _node.WaitForStatus("tree", "1 DONE");
        Assert.Contains("last\n", _node.Out, StringComparison.Ordinal);
        Assert.False(ServiceNode.Lives(pid));
    }

    [Fact]
    public void A_daemon_that_was_started_with_SIGINT_ignored_stops_its_services_with_INT()
    {
        _node.Kill9();
        _node.Start("sh", "-c", "trap '' INT; exec \"$@\"", "sh");
        _node.Bring("tree", "1");
        _node.Bring("tree", "2");
        Assert.Equal("signal 2", (string)_node.Row("process", "tree/t1", "last_exit")["last_exit"]!);
    }

    [Fact]
    public void A_child_gets_three_descriptors_and_the_documented_variables()
    {
        _node.Bring("env", "1");
        foreach (var variable in new[] { "CLINIT_GROUP=env", "CLINIT_TAG=e1", "CLINIT_LEVEL=1", "CLINIT_MODE=wait", "DROVER_INVOCATION=" })
            Assert.Contains(variable, _node.Out, StringComparison.Ordinal);
        // The fourth is that of ls itself, the directory it lists.
        var descriptors = _node.OutLines.Where(line => line.Contains(" -> ", StringComparison.Ordinal)).ToList();
        Assert.True(descriptors.Count == 4, _node.Out);
        Assert.Contains("/dev/null", descriptors[0], StringComparison.Ordinal);
    }
}
