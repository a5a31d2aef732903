using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>Restarts, last exits and pauses over a restart of the daemon.</summary>
public sealed class AccountTests : IDisposable
{
    private readonly ServiceNode _node = new(
    [
        ":::service.j1.restart:on-failure",
        "good:a1:1:respawn:NAP 1001",
        "storm:s1:1:respawn:echo x >>OUT; false",
        "job:j1:1:respawn:echo ran >>OUT",
        "job:j2:1:respawn:NAP 1002",
    ]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void After_kill_9_restarts_and_last_exit_are_as_before_and_a_death_meanwhile_is_one_more()
    {
        _node.Bring("good", "1");
        for (var death = 1; death <= 2; death++)
        {
            var pid = _node.Pid("good/a1");
            Signals.Send(pid, Signals.Kill);
            _node.Until(() => _node.Pid("good/a1") is var next && next != 0 && next != pid, () => "it does not come back");
        }
        Assert.Equal("2 signal 9", Account("good/a1"));
        var lives = _node.Pid("good/a1");
        _node.Kill9();
        _node.Start();
        _node.Bring("good", "1");
        Assert.Equal(("2 signal 9", lives), (Account("good/a1"), _node.Pid("good/a1")));

        _node.Kill9();
        Signals.Send(lives, Signals.Kill);
        _node.Until(() => !ServiceNode.Lives(lives), () => "it does not die");
        _node.Start();
        _node.Bring("good", "1");
        _node.Until(() => _node.Pid("good/a1") != 0, () => "it does not come back");
        Assert.Equal("3 unknown", Account("good/a1"));
    }

    [Fact]
    public void A_pause_goes_on_where_it_was_and_gives_no_fresh_allowance()
    {
        _node.Bring("storm", "1");
        _node.Until(() => _node.State("storm/s1") == "PAUSING", () => _node.State("storm/s1"));
        var (starts, until, account) = (_node.OutLines.Length, Until(), Account("storm/s1"));
        Assert.Equal("6 exit 1", account);
        for (var round = 0; round < 2; round++)
        {
            _node.Kill9();
            _node.Start();
            _node.Bring("storm", "1");
            Assert.Equal(("PAUSING", account, starts), (_node.State("storm/s1"), Account("storm/s1"), _node.OutLines.Length));
            Assert.InRange(Until(), until - 5, until + 1);
        }
        _node.Run("""{"OP_ID":"OP_SERVICE_CLEAR_BACKOFF","group":"storm"}""");
        _node.Until(() => _node.State("storm/s1") == "PAUSING" && _node.OutLines.Length == 2 * starts, () => $"{_node.OutLines.Length} starts");
    }

    [Fact]
    public void An_entry_that_is_restarted_on_failure_stays_ended_after_exit_0_also_for_the_next_daemon()
    {
        _node.Bring("job", "1");
        _node.Until(() => _node.State("job/j1") == "DONE", () => _node.State("job/j1"));
        Assert.Equal("DONE", _node.GroupState("job"));
        _node.Kill9();
        _node.Start();
        _node.Bring("job", "1");
        Assert.Equal(("DONE", "0 exit 0", "ran\n"), (_node.State("job/j1"), Account("job/j1"), _node.Out));
    }

    private string Account(string process)
    {
        var row = _node.Row("process", process, "restarts,last_exit");
        return $"{row["restarts"]} {row["last_exit"]}";
    }

    private double Until() => (double)_node.Row("process", "storm/s1", "throttled_until")["throttled_until"]!;
}
