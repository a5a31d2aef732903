namespace Drover.Acceptance.Services;

/// <summary>Entries that say by sd_notify(3) when they are ready.</summary>
public sealed class ReadinessTests : IDisposable
{
    private const string Announcer = """
        use Socket;
        use IO::Handle;
        socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die;
        open(my $log, '>>', 'OUT') or die;
        sub note { $log->printflush("$_[0]\n") }
        sub announce { send($socket, $_[0], 0, sockaddr_un($ENV{NOTIFY_SOCKET})) or note("send: $!") }
        announce("STATUS=READY soon\nREADY=0");
        note('up');
        select undef, undef, undef, 0.02 until -e 'DIR/go';
        note('ready');
        announce("STATUS=serves\nREADY=1");
        exec 'NAP', '1000';
        """;

    private readonly ServiceNode _node = new(
    [
        "slow:n1:1:respawn:perl DIR/announcer",
        ":::service.n1.ready:notify",
        "slow:n2:1:wait:echo later >>OUT",
        "late:n3:1:respawn:perl DIR/announcer",
        ":::service.n3.ready:notify",
        ":::service.n3.ready-timeout:200ms",
        "late:n4:1:wait:echo later >>OUT",
        "other:o1:1:wait:true",
    ]);

    public ReadinessTests() => _node.Script("announcer", Announcer);

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_level_waits_for_READY_before_its_later_entries_also_when_the_daemon_dies_meanwhile(bool dies)
    {
        var job = _node.Submit("slow", "1");
        _node.WaitForOut("up\n");
        if (dies)
        {
            _node.Kill9();
            _node.Start();
        }
        // A whole change of another group passes: time enough for a daemon that does not wait.
        _node.Bring("other", "1");
        _node.WaitForStatus("slow", "1 STARTING");
        Assert.Equal("running", _node.Daemon.Http.Status(job));
        Assert.Equal("up\n", _node.Out);
        File.WriteAllText(_node.Sandbox.At("go"), "");
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        Assert.Equal("up\nready\nlater\n", _node.Out);
        Assert.Equal("DONE", _node.GroupState("slow"));
    }

    [Fact]
    public void One_that_does_not_say_so_in_time_makes_its_group_DEGRADED_with_the_reason_until_it_does()
    {
        _node.Bring("late", "1");
        // In whatever order: a busy machine may need the whole time to come as far as "up".
        _node.Until(() => _node.OutLines.Length == 2, () => _node.Out);
        _node.WaitForStatus("late", "1 DONE");
        Assert.Equal("DEGRADED", _node.GroupState("late"));
        var reason = (string)_node.Row("service-group", "late", "reason")["reason"]!;
        Assert.Contains("n3", reason, StringComparison.Ordinal);
        Assert.Contains("ready", reason, StringComparison.Ordinal);
        File.WriteAllText(_node.Sandbox.At("go"), "");
        _node.Until(() => _node.GroupState("late") == "DONE", () => _node.GroupState("late"));
        Assert.Equal("ready", _node.OutLines[2]);
    }

    [Fact]
    public void The_next_daemon_does_not_wait_again_for_one_that_is_ready_and_knows_one_that_is_late()
    {
        _node.Bring("late", "1");
        File.WriteAllText(_node.Sandbox.At("go"), "");
        _node.Bring("slow", "1");
        _node.Until(() => _node.GroupState("late") == "DONE" && _node.Naps().Count == 2, () => _node.GroupState("late"));
        var (pids, text) = (_node.Naps(), _node.Out);
        _node.Kill9();
        _node.Start();
        _node.WaitForStatus("slow", "1 DONE");
        _node.Bring("late", "1");
        Assert.Equal("DONE", _node.GroupState("late"));
        Assert.Equal("DONE", _node.GroupState("slow"));
        Assert.Equal(pids, _node.Naps());
        Assert.Equal(text, _node.Out);
    }
}
