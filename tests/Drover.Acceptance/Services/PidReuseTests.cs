namespace Drover.Acceptance.Services;

/// <summary>The number of a process that ended is given to somebody else. Whatever the daemon still does, that one hears nothing of it.</summary>
public sealed class PidReuseTests : IDisposable
{
    private readonly ServiceNode _node;

    public PidReuseTests()
    {
        Stranger.SkipUnlessPossible();
        _node = new ServiceNode(
        [
            "done:o1:1:once:echo $$ >OUT",
            "left:o2:1:once:setsid -f NAP 1000; echo $$ >OUT",
            "kept:r1:1:respawn:NAP 1001",
        ]);
    }

    public void Dispose() => _node?.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_once_that_ended_long_ago_signals_nobody_when_its_level_is_left(bool restarted)
    {
        using var stranger = Stranger.Take(Begin("done"), _node.Sandbox);
        if (restarted)
            Restart();
        _node.Bring("done", "2");
        _node.WaitForStatus("done", "2 DONE");
        _node.Bring("done", "1");
        _node.Bring("done", "2");
        stranger.ExpectUntouched(_node);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_once_left_behind_is_stopped_and_not_who_has_its_number_now(bool restarted)
    {
        using var stranger = Stranger.Take(Begin("left"), _node.Sandbox);
        Assert.Single(_node.Naps());
        if (restarted)
            Restart();
        _node.Bring("left", "2");
        Assert.Empty(_node.Naps());
        stranger.ExpectUntouched(_node);
    }

    [Fact]
    public void A_service_that_died_while_no_daemon_ran_is_not_taken_for_who_has_its_number_now()
    {
        _node.Bring("kept", "1");
        var pid = _node.Pid("kept/r1");
        _node.Kill9();
        Running.Signals.Send(pid, Running.Signals.Kill);
        using var stranger = Stranger.Take(pid, _node.Sandbox);
        _node.Start();
        _node.Until(() => _node.Pid("kept/r1") is var now && now != 0 && now != pid, () => "r1 does not run again");
        Assert.Equal([_node.Pid("kept/r1")], _node.Naps());
        _node.Bring("kept", "2");
        Assert.Empty(_node.Naps());
        stranger.ExpectUntouched(_node);
    }

    /// <summary>Brings a group to level 1 and gives the number of the process that has ended there.</summary>
    private int Begin(string group)
    {
        _node.Bring(group, "1");
        _node.Until(() => _node.Out.EndsWith('\n'), () => "no pid in OUT");
        return int.Parse(_node.Out);
    }

    private void Restart()
    {
        _node.Kill9();
        _node.Start();
    }
}
