using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary><c>clinit -d</c>: the daemon in the foreground.</summary>
public sealed class ClinitDaemonTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task It_becomes_the_daemon_serves_and_ends_with_0_when_it_is_told_to()
    {
        string[] places = ["-c", _box.At("cltab"), "-s", _box.At("s"), "--clstat", _box.At("t")];
        File.WriteAllText(_box.At("cltab"), $"g:a1:1:once:echo up >{_box.At("OUT")}\n");
        File.SetUnixFileMode(_box.At("cltab"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var daemon = Command.Begin(Programs.Clinit, ["-d", .. places, "--", "--state", _box.State, "--run", _box.Run]);
        var output = daemon.StandardOutput.ReadToEndAsync();
        var log = daemon.StandardError.ReadToEndAsync();
        try
        {
            Assert.True(SpinWait.SpinUntil(() => (File.Exists(_box.At("t")) && File.Exists(_box.At("s"))) || daemon.HasExited, TimeSpan.FromMinutes(1)), "no status file or no socket");
            Assert.Equal("level transition started\n1 DONE\n", Command.Run(Programs.Clinit, [.. places, "--wait", "g", "1"]).Expect(0).Output);
            Assert.Equal(Programs.Daemon, new FileInfo($"/proc/{daemon.Id}/exe").ResolveLinkTarget(returnFinalTarget: true)!.FullName);
            Assert.Equal("", Command.Run(Programs.Clinit, [.. places, "-k"]).Expect(0).All);
            Assert.True(daemon.WaitForExit(Command.Longest), "the daemon did not end");
            Assert.True(daemon.ExitCode == 0, await log + await output);
            Assert.False(File.Exists(_box.At("s")));
        }
        finally
        {
            Signals.SendToGroup(daemon.Id, Signals.Kill);
        }
    }

    [Fact]
    public void Without_a_droverd_it_says_where_it_looked()
    {
        File.Copy(Programs.Clinit, _box.At("clinit"));
        var finished = Command.Run(_box.At("clinit"), ["-d"], new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }).Expect(7);
        Assert.Contains("neither beside clinit nor in PATH", finished.Error, StringComparison.Ordinal);
    }
}
