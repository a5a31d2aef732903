using System.Globalization;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>The built client starts the built daemon where it is asked to: one, whoever comes at the same time.</summary>
public sealed class AutoStartTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Dictionary<string, string> _environment;

    public AutoStartTests() => _environment = new()
    {
        ["DROVER_AUTO_START"] = "1", ["DROVER_AUTO_START_TIME"] = "90", ["DROVER_SOCKET"] = _sandbox.HttpSocket, ["DROVER_STATE"] = _sandbox.State, ["XDG_STATE_HOME"] = _sandbox.At("kept"),
    };

    private string Log => _sandbox.At("kept/drover/droverd.log");

    public void Dispose()
    {
        foreach (var daemon in Daemons())
            Signals.Send(daemon, Signals.Kill);
        _sandbox.Dispose();
    }

    [Fact]
    public void A_verb_that_finds_no_daemon_has_one_that_stays_and_the_next_finds_it()
    {
        var first = Drover("get", "nodes", "-o", "name").Expect(0);
        Assert.Equal(0, Drover("version").ExitCode);
        Assert.Contains("no daemon answers: one is started", first.Error, StringComparison.Ordinal);
        var daemon = Assert.Single(Daemons());
        // Neither a key of the terminal nor the end of its session reaches it.
        Assert.Equal(daemon, Session(daemon));
        Assert.Equal((first.Output, ""), (Drover("get", "nodes", "-o", "name").Expect(0) is var second ? second.Output : "", second.Error));
        Assert.Contains(" is ready", File.ReadAllText(Log), StringComparison.Ordinal);
        Assert.DoesNotContain("has no effect", File.ReadAllText(Log), StringComparison.Ordinal);
        Drover("shutdown").Expect(0);
        Assert.Empty(Daemons());
        Drover("get", "nodes").Expect(0);
        Assert.Contains("Stopped", File.ReadAllText(Log + ".1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_at_once_one_starts_it()
    {
        var runs = Enumerable.Range(0, 6).Select(_ => Command.Begin(Programs.Client, ["get", "nodes", "-o", "name"], _environment)).ToList();
        foreach (var run in runs)
        {
            Assert.True(run.WaitForExit(Command.Longest), "drover did not end");
            Assert.Equal(0, run.ExitCode);
            run.Dispose();
        }
        Assert.Single(Daemons());
        Assert.Single(File.ReadAllLines(Log), line => line.Contains(" is ready", StringComparison.Ordinal));
        Assert.False(File.Exists(Log + ".1"));
    }

    [Fact]
    public void A_daemon_that_is_about_to_end_is_waited_for_and_followed_by_the_next()
    {
        Drover("get", "nodes").Expect(0);
        var old = Assert.Single(Daemons());
        // It holds the state directory, and its socket is gone.
        Signals.Send(old, Signals.Stop);
        File.Delete(_sandbox.HttpSocket);
        using var run = Command.Begin(Programs.Client, ["get", "nodes", "-o", "name"], _environment);
        while (!File.Exists(Log + ".1") || !Read(Path.GetDirectoryName(Log)!, Path.GetFileName(Log)).Contains("STATE_IN_USE", StringComparison.Ordinal))
            Assert.False(run.WaitForExit(10), "drover did not wait for it");
        Signals.Send(old, Signals.Kill);
        Assert.True(run.WaitForExit(Command.Longest), "drover did not end");
        Assert.Equal(0, run.ExitCode);
        Assert.NotEqual(old, Assert.Single(Daemons()));
    }

    [Fact]
    public void One_that_does_not_come_up_is_told_with_its_last_words()
    {
        _environment["DROVER_QUEUE_LIMIT"] = "many";
        var result = Drover("get", "nodes");
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("drover: NOT_STARTED: droverd has ended with exit code 2", result.Error, StringComparison.Ordinal);
        Assert.Contains("DROVER_QUEUE_LIMIT is 'many'", result.Error, StringComparison.Ordinal);
        Assert.Contains(Log, result.Error, StringComparison.Ordinal);
        Assert.Empty(Daemons());
        _environment["DROVER_SOCKET"] = _sandbox.At("other.sock");
        Assert.Contains("its name must be drover.sock", Drover("get", "nodes").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 3, "NO_DAEMON", "get", "nodes")]
    [InlineData("0", 3, "NO_DAEMON", "get", "nodes")]
    [InlineData("maybe", 2, "DROVER_AUTO_START is 'maybe'", "get", "nodes")]
    [InlineData("1", 3, "NO_DAEMON", "shutdown")]
    [InlineData("1", 3, "NO_DAEMON", "version")]
    public void Nothing_is_started_for_who_does_not_ask_for_it(string? asked, int code, string error, params string[] verb)
    {
        _environment["DROVER_AUTO_START"] = asked ?? "";
        var result = Drover(verb);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_sandbox.State) || Directory.Exists(_sandbox.At("kept")));
    }

    private Finished Drover(params string[] arguments) => Command.Run(Programs.Client, arguments, _environment);

    /// <summary>Processes of the daemon that have our state directory.</summary>
    private List<int> Daemons() => [.. Directory.EnumerateDirectories("/proc")
        .Where(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out _) && Read(directory, "cmdline").StartsWith(Programs.Daemon + "\0", StringComparison.Ordinal)
            && Read(directory, "environ").Contains("DROVER_STATE=" + _sandbox.State + "\0", StringComparison.Ordinal))
        .Select(directory => int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture))];

    private static int Session(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
    }

    private static string Read(string directory, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
