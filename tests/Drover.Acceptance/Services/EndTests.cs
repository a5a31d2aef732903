using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>What becomes of services when the daemon ends, row by row of the table in docs/services.md, and what the next daemon makes of it. A stand-in for
/// <c>systemctl</c> says what systemd does with the unit.</summary>
public sealed class EndTests : IDisposable
{
    private const int Interrupt = 2;
    private const int UserSignal1 = 10;
    private const int UserSignal2 = 12;
    private const int Left = 6;

    private static readonly string[] s_cltab = ["many:m1:1:respawn:NAP 2000", "many:m2:1:respawn:NAP 2000", "off:o1:1:respawn:NAP 2000"];

    private readonly Sandbox _tools = new();
    private ServiceNode? _node;

    public void Dispose()
    {
        _node?.Dispose();
        _tools.Dispose();
    }

    [Theory]
    [InlineData(UserSignal1, "", "stop", true)]
    [InlineData(UserSignal1, "7 drover.service stop running", "stop", true)]
    [InlineData(UserSignal2, "", "leave", false)]
    [InlineData(UserSignal2, "7 drover.service restart running", "leave", false)]
    [InlineData(Signals.Terminate, "7 drover.service restart running", "stop", true)]
    [InlineData(Signals.Terminate, "6 other.service stop running\n7 drover.service try-restart running", "stop", true)]
    [InlineData(Signals.Terminate, "6 shutdown.target start waiting\n7 drover.service stop running", "leave", false)]
    [InlineData(Signals.Terminate, "6 other.service restart running", "stop", false)]
    [InlineData(Signals.Terminate, "", "stop", false)]
    [InlineData(Signals.Terminate, "", "leave", true)]
    [InlineData(Interrupt, "", "stop", false)]
    [InlineData(Interrupt, "", "leave", true)]
    [InlineData(Signals.Terminate, null, "leave", true)]
    [InlineData(Signals.Terminate, null, "stop", false)]
    public void Services_stay_or_stop_as_the_table_says_and_their_levels_are_wanted_again(int signal, string? jobs, string onTerm, bool stay)
    {
        StandIn(jobs is null ? "exit 1" : $"test \"$1\" = list-jobs || exit 1\ncat <<'EOT'\n{jobs}\nEOT");
        var before = StartAtLevels("--on-term", onTerm);
        _node!.Daemon.Signal(signal);
        Assert.Equal(signal == UserSignal1 ? Left : 0, _node.Daemon.WaitForEnd());
        _node.Daemon.Dispose();
        Assert.Equal(jobs is null, _node.Daemon.Log.Contains("systemd does not say", StringComparison.Ordinal));
        ExpectNext(before, stay);
    }

    [Fact]
    public void A_systemctl_that_hangs_is_waited_for_no_longer_than_the_setting_says()
    {
        StandIn("exec sleep 1000");
        var before = StartAtLevels("--unit-time", "200ms");
        _node!.Daemon.StopCleanly();
        _node.Daemon.Dispose();
        ExpectNext(before, stay: false);
    }

    [Theory]
    [InlineData("restart", true)]
    [InlineData("shutdown", false)]
    [InlineData("-k", false)]
    public void The_commands_say_what_becomes_of_services_whatever_is_set(string command, bool stay)
    {
        StandIn("exit 1");
        var before = StartAtLevels("--on-term", stay ? "stop" : "leave");
        if (command == "-k")
            Command.Run(Programs.Clinit, ["-c", _node!.Cltab, "-s", _node.Socket, "-k"]).Expect(0);
        else
            _node!.Daemon.Drover(command).Expect(0);
        Assert.Equal(stay ? Left : 0, _node!.Daemon.WaitForEnd());
        _node.Daemon.Dispose();
        ExpectNext(before, stay);
    }

    [Fact]
    public void A_crash_leaves_them()
    {
        StandIn("exit 1");
        var before = StartAtLevels();
        _node!.Kill9();
        ExpectNext(before, stay: true);
    }

    [Fact]
    public void A_stop_takes_no_longer_than_the_setting_says_and_the_next_daemon_goes_on_with_it()
    {
        _node = new ServiceNode(["deaf:d1:1:respawn:/bin/sh DIR/deaf", ":::service.d1.stop-timeouts:1h,1h"], "--services-stop-time", "300ms");
        _node.Script("deaf", "trap 'echo INT >>OUT' INT\necho up >>OUT\nwhile test ! -e DIR/go; do sleep 0.02; done\necho last >>OUT\nrm DIR/go\n");
        _node.Bring("deaf", "1");
        _node.WaitForOut("up\n");
        var pid = _node.Pid("deaf/d1");
        _node.Daemon.StopCleanly();
        Assert.True(ServiceNode.Lives(pid));
        _node.Daemon.Dispose();
        _node.Start();
        _node.WaitForOut("up\nINT\nINT\n");
        File.WriteAllText(_node.Sandbox.At("go"), "");
        _node.WaitForOut("up\nINT\nINT\nlast\nup\n");
        _node.WaitForStatus("deaf", "1 DONE");
        Assert.False(ServiceNode.Lives(pid));
    }

    private void StandIn(string script)
    {
        File.WriteAllText(_tools.At("systemctl"), $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_tools.At("systemctl"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private HashSet<int> StartAtLevels(params string[] more)
    {
        _node = ServiceNode.Unstarted(s_cltab, ["--unit", "drover.service", .. more]);
        Start();
        _node.Bring("many", "1");
        _node.Bring("off", "1");
        _node.Bring("off", "0");
        _node.Until(() => _node.Naps().Count == 2, () => $"{_node.Naps().Count} naps");
        return _node.Naps();
    }

    private void Start() => _node!.Start("env", $"PATH={_tools.Path}:{Environment.GetEnvironmentVariable("PATH")}");

    private void ExpectNext(HashSet<int> before, bool stay)
    {
        Assert.Equal(stay ? before : [], _node!.Naps());
        Start();
        _node.WaitForStatus("many", "1 DONE");
        _node.WaitForStatus("off", "0 DONE");
        _node.Until(() => _node.Naps().Count == 2, () => $"{_node.Naps().Count} naps");
        if (stay)
            Assert.Equal(before, _node.Naps());
        else
            Assert.Empty(before.Intersect(_node.Naps()));
    }
}
