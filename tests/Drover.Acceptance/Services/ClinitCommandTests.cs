using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary><c>bin/clinit</c> against the daemon: each row of its manual, texts and exit codes.</summary>
public sealed class ClinitCommandTests : IDisposable
{
    private const string Started = "level transition started\n";

    private static readonly string s_host = File.ReadAllText("/proc/sys/kernel/hostname").Trim();

    private static readonly string[] s_cltab =
    [
        "g:a1:1:respawn:NAP 1000",
        "g:w1:2:wait:while test ! -e DIR/go; do sleep 0.05; done",
        "g:t1:t:test:/bin/true",
        "g:f1:f:test:/bin/false",
        "0:z1:0:once:echo zero >>OUT",
        $"{s_host}:h1:1:once:echo host >>OUT",
    ];

    private readonly ServiceNode _node = new(s_cltab);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_group_and_a_level_are_told_and_the_reply_is_printed()
    {
        Says(0, Started, "g", "1");
        _node.WaitForStatus("g", "1 DONE");
        Assert.Single(_node.Naps());
    }

    [Fact]
    public void A_level_alone_is_for_the_group_named_like_the_host()
    {
        Says(0, Started, "1");
        _node.WaitForOut("host\n");
    }

    [Fact]
    public void Group_0_is_a_group_and_an_empty_one_is_refused()
    {
        Says(0, Started + "0 DONE\n", "--wait", "0", "0");
        _node.WaitForOut("zero\n");
        Says(1, "result unknown\n", "", "1");
    }

    [Fact]
    public void With_v_the_status_of_all_groups_follows_the_reply()
    {
        Says(0, Started + "1 DONE\n", "--wait", "g", "1");
        Says(0, Started + "t PASSED\n", "--wait", "g", "t");
        _node.WaitForStatus("g", "t PASSED");
        var lines = new[] { "0 - CONFIGURED\n", "g t PASSED\n", $"{s_host} - CONFIGURED\n" }.Order(StringComparer.Ordinal);
        Says(0, string.Concat(lines), "-v");
        Assert.StartsWith(Started + "0 ", Clinit("-v", "0", "0").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_the_cltab_is_read_again_in_silence()
    {
        Says(0, Started + "1 DONE\n", "--wait", "g", "1");
        _node.Write([.. s_cltab, "g:a2:1:respawn:NAP 1001"]);
        Says(0, "");
        _node.Until(() => _node.Naps().Count == 2, () => $"{_node.Naps().Count} naps");
    }

    [Fact]
    public void With_k_all_stops_in_silence_and_then_there_is_no_daemon()
    {
        Says(0, Started + "1 DONE\n", "--wait", "g", "1");
        Says(0, "", "-k");
        Assert.Equal(0, _node.Daemon.WaitForEnd());
        Assert.Empty(_node.Naps());
        var gone = Says(3, "", "g", "1");
        Assert.Contains($"there is no socket {_node.Socket}", gone.Error, StringComparison.Ordinal);
        Assert.Contains("clinit -d", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void With_k_and_v_the_status_follows()
    {
        var finished = Clinit("-k", "-v").Expect(0);
        Assert.True(finished.Output.Length == 0 || finished.Lines.Length == 3, finished.ToString());
        Assert.Equal(0, _node.Daemon.WaitForEnd());
    }

    [Fact]
    public void A_daemon_that_died_is_told_from_one_that_never_ran()
    {
        _node.Kill9();
        Assert.Contains("Connection refused", Says(3, "", "g", "1").Error, StringComparison.Ordinal);
        _node.Start();
    }

    [Fact]
    public void Wrong_usage_changes_nothing()
    {
        Assert.StartsWith("Usage: clinit", Command.Run(Programs.Clinit, ["-h"]).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("-x", Says(2, "", "-x").Error, StringComparison.Ordinal);
        Assert.Contains("3 names", Says(2, "", "a", "g", "1").Error, StringComparison.Ordinal);
        Assert.Equal("- CONFIGURED", _node.Status("g"));
    }

    [Fact]
    public void Refusals_are_printed_and_have_their_own_code()
    {
        Says(1, "no such group: nosuch\n", "nosuch", "1");
        _node.Write([.. s_cltab, "bad:a1:1:once:true"]);
        Says(1, "entry has duplicate tag: a1\n", "bad", "1");
        Says(1, "entry has duplicate tag: a1\n", "--wait", "bad", "1");
    }

    [Fact]
    public void A_user_who_may_not_connect_is_told_so()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "acting as another user takes root");
        var refused = Command.Run("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", Programs.Clinit, .. Options, "g", "1"]).Expect(3);
        Assert.Contains("Permission denied", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_for_a_level_that_the_group_is_at_says_how_this_tell_ended()
    {
        Says(0, Started + "1 DONE\n", "--wait", "g", "1");
        // The line "1 DONE" is there already. The entry that was added must run when the wait is over.
        for (var round = 2; round < 12; round++)
        {
            _node.Write([.. s_cltab, .. Enumerable.Range(2, round - 1).Select(i => $"g:a{i}:1:wait:echo {i} >>OUT")]);
            Says(0, Started + "1 DONE\n", "--wait", "g", "1");
            Assert.Equal(round - 1, _node.OutLines.Length);
        }
    }

    [Fact]
    public void A_wait_tells_a_failed_test_from_one_that_passed_and_has_an_end()
    {
        Assert.Contains("FAILED", Says(6, Started + "f FAILED\n", "--wait", "g", "f").Error, StringComparison.Ordinal);
        Says(0, Started + "t PASSED\n", "--wait=60", "g", "t");
        Assert.Contains("not reached", Says(5, Started, "--wait=1", "g", "2").Error, StringComparison.Ordinal);
        File.WriteAllText(_node.Sandbox.At("go"), "");
        Says(0, Started + "2 DONE\n", "--wait", "g", "2");
    }

    [Fact]
    public void A_wait_hears_that_another_tell_took_its_place()
    {
        using var waiting = Command.Begin(Programs.Clinit, [.. Options, "--wait", "g", "2"]);
        _node.WaitForStatus("g", "2 STARTING");
        Says(0, Started + "1 DONE\n", "--wait", "g", "1");
        Assert.True(waiting.WaitForExit(Command.Longest));
        Assert.Equal(4, waiting.ExitCode);
    }

    [Fact]
    public void A_wait_hears_that_the_daemon_restarts_and_the_same_command_waits_again()
    {
        using var waiting = Command.Begin(Programs.Clinit, [.. Options, "--wait", "g", "2"]);
        _node.WaitForStatus("g", "2 STARTING");
        _node.Daemon.Drover("restart").Expect(0);
        Assert.True(waiting.WaitForExit(Command.Longest));
        Assert.Equal(3, waiting.ExitCode);
        _node.Daemon.Dispose();
        _node.Start();
        File.WriteAllText(_node.Sandbox.At("go"), "");
        Says(0, Started + "2 DONE\n", "--wait", "g", "2");
    }

    [Fact]
    public void Json_is_one_line_for_programs()
    {
        var told = JsonNode.Parse(Assert.Single(Clinit("--json", "-v", "--wait", "g", "f").Expect(6).Lines))!;
        Assert.Equal(("level transition started", true, "accepted", "CONFIGURED"),
            ((string)told["msg"]!, (bool)told["ok"]!, (string)told["code"]!, (string)told["state"]!));
        Assert.Equal(("f", "FAILED", false), ((string)told["final"]!["level"]!, (string)told["final"]!["state"]!, (bool)told["final"]!["ok"]!));
        Assert.Equal(3, told["status"]!.AsArray().Count);
        Assert.Equal("no-such-group", (string)JsonNode.Parse(Clinit("--json", "nosuch", "1").Expect(1).Output)!["code"]!);
        Assert.Equal("reread", (string)JsonNode.Parse(Clinit("--json").Expect(0).Output)!["code"]!);
    }

    [Fact]
    public void The_places_in_the_cltab_win_over_the_command_line()
    {
        _node.Write([.. s_cltab, $":::socket:{_node.Socket}", $":::clstat:{_node.Clstat}"]);
        var finished = Command.Run(Programs.Clinit, ["-v", "-c", _node.Cltab, "-s", "/nowhere/s", "--clstat", "/nowhere/t", "g", "1"]).Expect(0);
        Assert.StartsWith(Started + "0 ", finished.Output, StringComparison.Ordinal);
    }

    private string[] Options => ["-c", _node.Cltab, "-s", _node.Socket, "--clstat", _node.Clstat];

    private Finished Clinit(params string[] arguments) => Command.Run(Programs.Clinit, [.. Options, .. arguments]);

    private Finished Says(int exitCode, string output, params string[] arguments)
    {
        var finished = Clinit(arguments).Expect(exitCode);
        Assert.True(finished.Output == output, $"Not '{output}': {finished}");
        Assert.Equal(exitCode is 0 or 1, finished.Error.Length == 0);
        return finished;
    }
}
