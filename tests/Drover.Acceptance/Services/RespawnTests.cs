using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>What dies, cannot be started, or dies too quickly.</summary>
public sealed class RespawnTests : IDisposable
{
    private readonly ServiceNode _node = new(
    [
        "storm:s1:1:respawn:echo x >>OUT; false",
        ":::service.s1.restart-window:1m", // on a busy machine deaths may be seconds apart
        "good:a1:1:respawn:NAP 1001",
        "broken:b1:1:once:/nonexistent/prog",
        "broken:b2:1:once:NAP 1002",
        "rest:r1:1:respawn:NAP 1003; true",
    ]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Seven_quick_starts_then_a_pause_that_shows_and_that_a_command_ends()
    {
        _node.Bring("good", "1");
        var other = _node.Pid("good/a1");
        _node.Bring("storm", "1");
        WaitForPause(7);
        _node.WaitForStatus("storm", "1 DONE");
        Assert.Equal("DEGRADED", _node.GroupState("storm"));
        Assert.NotNull(_node.Row("process", "storm/s1", "throttled_until")["throttled_until"]);
        _node.Run("""{"OP_ID":"OP_SERVICE_CLEAR_BACKOFF","group":"storm"}""");
        // The deaths are forgotten: the first that follows has none before it, as at the very beginning.
        WaitForPause(14);
        Assert.Equal(other, _node.Pid("good/a1"));
        // Another level does not wait for the end of the pause.
        _node.Bring("storm", "2");
        Assert.Equal("CONFIGURED", _node.State("storm/s1"));
        Assert.Equal(14, _node.OutLines.Length);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_an_error_of_its_entry_only()
    {
        _node.Bring("good", "1");
        var pid = _node.Pid("good/a1");
        _node.Bring("broken", "1", "error");
        _node.WaitForStatus("broken", "1 DONE");
        Assert.Equal("DEGRADED", _node.GroupState("broken"));
        Assert.Equal("BROKEN", _node.State("broken/b1"));
        Assert.Contains("No such file", (string)_node.Row("process", "broken/b1", "error")["error"]!, StringComparison.Ordinal);
        Assert.Equal(pid, _node.Pid("good/a1"));
        Assert.Equal(2, _node.Naps().Count);
    }

    [Fact]
    public void What_a_dead_respawn_left_behind_is_ended_before_its_next_start()
    {
        _node.Bring("rest", "1");
        _node.Until(() => _node.Naps().Count == 1, () => "no nap");
        var (shell, child) = (_node.Pid("rest/r1"), _node.Naps().Single());
        Signals.Send(shell, Signals.Kill);
        _node.Until(() => _node.Pid("rest/r1") is var pid && pid != 0 && pid != shell && _node.Naps().Count == 1, () => $"{_node.Naps().Count} naps");
        Assert.DoesNotContain(child, _node.Naps());
    }

    [Fact]
    public void A_storm_of_fifty_entries_ends_in_pauses_that_show_and_others_are_served_meanwhile()
    {
        _node.Write([.. Enumerable.Range(1, 50).Select(i => $"storms:m{i}:1:respawn:echo {i} >>OUT; false"), ":::group.storms.restart-window:1m", "good:a1:1:respawn:NAP 1001"]);
        var job = _node.Submit("storms", "1");
        _node.Bring("good", "1");
        var other = _node.Pid("good/a1");
        WaitForPauses(7);
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        Assert.Equal(50, Pausing().Count(line => line.Contains("storms/m", StringComparison.Ordinal)));

        // One is let go, then all: each has seven starts more.
        _node.Daemon.Drover("clear-backoff", "storms/m1").Expect(0);
        _node.Until(() => _node.State("storms/m1") == "PAUSING" && _node.OutLines.Length == 50 * 7 + 7, () => $"{_node.OutLines.Length} starts");
        _node.Daemon.Drover("clear-backoff", "storms").Expect(0);
        WaitForPauses(14, more: 7);
        Assert.Equal(other, _node.Pid("good/a1"));
        _node.Bring("storms", "2");
        Assert.Empty(Pausing());
        Assert.Equal([other], _node.Naps());
    }

    private void WaitForPauses(int starts, int more = 0)
    {
        _node.Until(
            () => _node.Rows("process", "state").Values.Count(row => (string)row["state"]! == "PAUSING") == 50 && _node.OutLines.Length == 50 * starts + more,
            () => $"{_node.OutLines.Length} starts");
    }

    /// <summary>What <c>drover get processes</c> shows of entries that pause.</summary>
    private string[] Pausing() =>
        [.. _node.Daemon.Drover("get", "processes").Expect(0).Lines.Where(line => line.Contains("PAUSING", StringComparison.Ordinal))];

    private void WaitForPause(int starts)
    {
        _node.Until(() => _node.State("storm/s1") == "PAUSING" && _node.OutLines.Length >= starts, () => $"{_node.State("storm/s1")} after {_node.OutLines.Length} starts");
        Assert.Equal(starts, _node.OutLines.Length);
    }
}
