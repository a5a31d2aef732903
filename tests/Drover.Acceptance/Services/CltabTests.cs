using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>What a cltab may say, what its errors do, and how an edit comes into force.</summary>
public sealed class CltabTests : IDisposable
{
    private const int Hangup = 1;

    private static readonly string[] s_good =
    [
        "g:zero:0:once:echo zero >>OUT",
        "0:z1:1:respawn:NAP 1000",
        "good:a1:1:respawn:NAP 1001",
        "off:o1:1:once:echo first >>OUT",
        "off:o2:1:off:NAP 9",
        "off:o3:1:once:echo second >>OUT",
        "mixed:m1:1:test:/bin/true",
        "mixed:m2:1:wait:/bin/true",
        "mixed:m3:2:test:/bin/false",
        "mixed:m4:2:wait:echo later >>OUT",
        "mixed:m5:3:wait:exit 7;",
        "one:n1:1:once:echo once >>OUT",
        "more:p1:1:respawn:/bin/sh DIR/careful",
        "more:p2:1:respawn:NAP 1002",
    ];

    private readonly ServiceNode _node = new(s_good);

    public CltabTests() => _node.Script("careful", "trap 'echo INT >>OUT; exit 0' INT\necho up >>OUT\nwhile :; do sleep 0.02; done\n");

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Level_0_and_group_0_are_like_any_other()
    {
        _node.Bring("g", "0");
        _node.WaitForOut("zero\n");
        _node.WaitForStatus("g", "0 DONE");
        _node.Bring("0", "1");
        _node.WaitForStatus("0", "1 DONE");
        Assert.Single(_node.Naps());
        Assert.Equal("level transition started", _node.Tell("good", "0")["msg"]);
        _node.WaitForStatus("good", "0 DONE");
    }

    [Fact]
    public void Metacharacters_are_plain_names_of_levels()
    {
        foreach (var level in new[] { "[", ".", ".*", "(", "\\" })
        {
            Assert.Equal("1", _node.Tell("good", level)["ok"]);
            _node.WaitForStatus("good", $"{level} DONE");
        }
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void An_off_entry_is_passed_by()
    {
        _node.Bring("off", "1");
        _node.WaitForStatus("off", "1 DONE");
        _node.Until(() => _node.OutLines.Length == 2, () => _node.Out);
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void A_failed_test_does_not_keep_later_entries_from_running_and_a_wait_counts_whatever_its_status()
    {
        _node.Bring("mixed", "1");
        _node.WaitForStatus("mixed", "1 DONE");
        _node.Bring("mixed", "2", expected: "error");
        _node.WaitForStatus("mixed", "2 FAILED");
        Assert.Equal("later\n", _node.Out);
        _node.Bring("mixed", "3");
        _node.WaitForStatus("mixed", "3 DONE");
    }

    [Fact]
    public void A_once_runs_once_a_visit_to_its_level()
    {
        _node.Bring("one", "1");
        _node.WaitForOut("once\n");
        _node.Bring("one", "1");
        _node.Bring("one", "2");
        Assert.Equal("once\n", _node.Out);
        _node.Bring("one", "1");
        _node.WaitForOut("once\nonce\n");
    }

    [Fact]
    public void Two_edits_within_a_second_are_both_seen_and_so_is_an_older_file()
    {
        _node.Write("g:t:1:wait:echo first >>OUT");
        _node.Run("""{"OP_ID":"OP_SERVICES_REREAD"}""");
        _node.Write("g:t:1:wait:echo other >>OUT");
        _node.Bring("g", "1");
        Assert.Equal("other\n", _node.Out);
        _node.Write("g:t:1:wait:echo older >>OUT");
        File.SetLastWriteTimeUtc(_node.Cltab, DateTime.UnixEpoch);
        _node.Bring("g", "1");
        Assert.Equal("other\nolder\n", _node.Out);
    }

    [Fact]
    public void A_removed_group_is_stopped_gently_and_leaves_the_status_file()
    {
        _node.Bring("more", "1");
        _node.Bring("good", "1");
        _node.WaitForOut("up\n");
        var other = _node.Pid("good/a1");
        _node.Write([.. s_good.Where(line => !line.StartsWith("more", StringComparison.Ordinal))]);
        _node.Run("""{"OP_ID":"OP_SERVICES_REREAD"}""");
        _node.WaitForStatus("more", null);
        Assert.Equal("up\nINT\n", _node.Out);
        Assert.Equal([other], _node.Naps());
        Assert.Contains("no such group", _node.Tell("more", "1")["msg"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_waits_for_a_group_which_is_removed_ends_and_says_so()
    {
        _node.Write("w:w1:1:wait:NAP 1000", "good:a1:1:respawn:NAP 1001");
        var job = _node.Submit("w", "1");
        _node.WaitForStatus("w", "1 STARTING");
        _node.Write("good:a1:1:respawn:NAP 1001");
        _node.Tell("good", "1");
        Assert.Equal("error", _node.Daemon.Http.WaitForEnd(job));
        Assert.Contains("removed", _node.Daemon.Http.Job(job)["opresult"]!.ToJsonString(), StringComparison.Ordinal);
        _node.WaitForStatus("w", null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_an_edited_group_the_changed_entry_is_restarted_the_added_one_started_and_the_rest_keeps_its_pid(bool reread)
    {
        _node.Bring("more", "1");
        _node.WaitForOut("up\n");
        var (changed, kept) = (_node.Pid("more/p1"), _node.Pid("more/p2"));
        _node.Write("more:p1:1:respawn:/bin/sh DIR/careful second", "more:p2:1:respawn:NAP 1002", "more:p3:1:respawn:NAP 1003");
        if (reread)
            _node.Run("""{"OP_ID":"OP_SERVICES_REREAD"}""");
        else
            _node.Bring("more", "1");
        _node.WaitForOut("up\nINT\nup\n");
        _node.Until(() => _node.Naps().Count == 2, () => $"{_node.Naps().Count} naps");
        Assert.Equal(kept, _node.Pid("more/p2"));
        _node.Until(() => _node.Pid("more/p1") is var now && now != 0 && now != changed, () => "p1 has not another pid");
    }

    [Theory]
    [InlineData(":::ALL:::", ":::REREAD:::")]
    [InlineData("::ALL::", "::REREAD::")]
    [InlineData("SIGHUP", "")]
    public void A_reread_starts_what_was_added_to_a_group_at_its_level(string group, string level)
    {
        _node.Bring("good", "1");
        var pid = _node.Pid("good/a1");
        _node.Write([.. s_good, "good:a2:1:respawn:NAP 1004", "good:a3:2:respawn:NAP 1005"]);
        if (group == "SIGHUP")
            _node.Daemon.Signal(Hangup);
        else
            Assert.Equal("1", _node.Tell(group, level)["ok"]);
        _node.Until(() => _node.Naps().Count == 2, () => $"{_node.Naps().Count} naps");
        Assert.Equal(pid, _node.Pid("good/a1"));
        _node.Until(() => _node.Pid("good/a2") != 0, () => "a2 does not run");
    }

    [Fact]
    public void A_group_with_a_start_level_is_brought_there_at_the_first_start_only()
    {
        using var node = new ServiceNode(["g:a1:1:respawn:NAP 1000", ":::group.g.start-level:1"], "--levels-at-start", "blank");
        node.WaitForStatus("g", "1 DONE");
        Assert.Single(node.Naps());
        node.Daemon.StopCleanly();
        node.Daemon.Dispose();
        node.Start();
        Assert.Equal("- CONFIGURED", node.Status("g"));
        Assert.Empty(node.Naps());
    }

    [Theory]
    [InlineData("bad:b1:1:bogus:NAP 5", "unknown mode")]
    [InlineData("bad:a1:1:once:NAP 5", "entry has duplicate tag: a1")]
    [InlineData("bad:b", "5 fields")]
    public void A_group_with_an_error_is_refused_with_the_place_and_the_others_work(string line, string error)
    {
        _node.Bring("good", "1");
        var pid = _node.Pid("good/a1");
        _node.Write([.. s_good, line, "garbage", "  # a late comment"]);
        _node.Run("""{"OP_ID":"OP_SERVICES_REREAD"}""", expected: "error");
        Assert.Contains(error, _node.Tell("bad", "1")["msg"], StringComparison.Ordinal);
        _node.Until(() => _node.Daemon.Log.Contains($"{s_good.Length + 1}:", StringComparison.Ordinal), () => "line 1 of the errors is not told");
        _node.Until(() => _node.Daemon.Log.Contains($"{s_good.Length + 2}:", StringComparison.Ordinal), () => "line 2 of the errors is not told");
        Assert.Equal("REFUSED", _node.GroupState("bad"));
        _node.Bring("one", "1");
        Assert.Equal(pid, _node.Pid("good/a1"));

        // The same file at the start of a daemon: it comes up, opens its socket, and stops nothing.
        _node.Kill9();
        _node.Start();
        _node.Bring("g", "0");
        Assert.Equal(pid, _node.Pid("good/a1"));
        Assert.Equal("1 DONE", _node.Status("good"));
    }

    [Fact]
    public void A_group_that_runs_survives_an_error_in_its_lines_and_a_restart_and_goes_on_when_it_is_mended()
    {
        _node.Bring("good", "1");
        var pid = _node.Pid("good/a1");
        _node.Write("good:a1:1:respawned:NAP 1001", "g:zero:0:once:echo zero >>OUT");
        _node.Kill9();
        _node.Start();
        Assert.Equal(pid, _node.Pid("good/a1"));
        _node.Write(s_good);
        _node.Bring("good", "1");
        Assert.Equal(pid, _node.Pid("good/a1"));
        Assert.Equal([pid], _node.Naps());
    }

    [Fact]
    public void A_cltab_that_a_loop_writes_in_small_parts_while_groups_are_told_stops_nothing()
    {
        const int Count = 12;
        using var node = new ServiceNode(
            [.. Enumerable.Range(1, Count).Select(i => $"g{i}:e{i}:1:respawn:NAP 1000"), "told:t1:1:wait:true", "told:t2:2:wait:true"],
            "--cltab-settle-time", "1s", "--cltab-settle-limit", "2s");
        foreach (var i in Enumerable.Range(1, Count))
            node.Bring($"g{i}", "1");
        node.Until(() => node.Naps().Count == Count, () => $"{node.Naps().Count} naps");
        var before = node.Naps();
        File.Copy(node.Cltab, node.Sandbox.At("copy"));
        const string Loop = """while :; do : >"$1"; while IFS= read -r line; do sleep 0.02; printf '%s\n' "$line" >>"$1"; done <"$2"; done""";
        using var writer = Command.Begin("sh", ["-c", Loop, "sh", node.Cltab, node.Sandbox.At("copy")]);
        try
        {
            for (var round = 0; round < 4; round++)
                node.Bring("told", round % 2 == 0 ? "1" : "2");
            node.Daemon.Signal(Hangup);
            node.Run("""{"OP_ID":"OP_SERVICES_REREAD"}""", expected: "error");
        }
        finally
        {
            Signals.SendToGroup(writer.Id, Signals.Kill);
            writer.WaitForExit();
        }
        Assert.Equal(before, node.Naps());
        Assert.DoesNotContain("in the cltab no more", node.Daemon.Log, StringComparison.Ordinal);
        Assert.Contains("is being written", node.Daemon.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("g1:e1:1:respawn:NAP 1000")]
    public void A_cut_off_cltab_asks_back_and_an_undo_brings_all_back(string left)
    {
        string[] whole = [.. Enumerable.Range(1, 8).Select(i => $"g{i}:e{i}:1:respawn:NAP 1000")];
        using var node = new ServiceNode(whole);
        foreach (var i in Enumerable.Range(1, 8))
            node.Bring($"g{i}", "1");
        node.Until(() => node.Naps().Count == 8, () => $"{node.Naps().Count} naps");
        var before = node.Naps();
        node.Write(left);
        Assert.Contains(left.Length == 0 ? "(CLTAB_EMPTY)" : "(CLTAB_STOPS_TOO_MUCH)", node.Daemon.Drover("reread").Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("drover reread --yes", node.Daemon.Http.Get("/readyz").Body, StringComparison.Ordinal);
        node.Bring("g8", "1");
        node.Kill9();
        node.Start();
        Assert.Equal(before, node.Naps());
        node.Daemon.Drover("reread", "--yes").Expect(0);
        node.Until(() => node.Naps().Count == (left.Length == 0 ? 0 : 1), () => $"{node.Naps().Count} naps");
        node.Daemon.Drover("reread", "--undo").Expect(0);
        node.Until(() => node.Naps().Count == 8, () => $"{node.Naps().Count} naps");
        node.WaitForStatus("g8", "1 DONE");
        Assert.Contains("(CLTAB_UNDONE)", node.Daemon.Drover("reread").Expect(1).Error, StringComparison.Ordinal);
        node.Write(whole);
        node.Daemon.Drover("reread").Expect(0);
        Assert.DoesNotContain("CLTAB", node.Daemon.Http.Get("/readyz").Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(8, node.Naps().Count);
    }

    [Fact]
    public void A_missing_cltab_at_the_start_stops_nothing()
    {
        _node.Bring("good", "1");
        var pid = _node.Pid("good/a1");
        File.Delete(_node.Cltab);
        _node.Kill9();
        _node.Start();
        Assert.Equal(pid, _node.Pid("good/a1"));
        _node.Write(s_good);
        _node.Bring("good", "2");
        Assert.Empty(_node.Naps());
    }
}
