using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>The output of a service as <c>drover logs</c> shows it: through the daemon, over its restarts, while the file is cut or replaced.</summary>
public sealed partial class OutputTests : IDisposable
{
    private const string Admins = "daemon", Nobody = "65534";

    // It says what is written to its pipe.
    private readonly ServiceNode _node = new(
        [":::service.say.log-size:64k", "web:say:1:respawn:exec /bin/sh DIR/say"], "--admin-group", Admins);
    private readonly StringBuilder _said = new();
    private readonly StringBuilder _told = new();
    private readonly List<Process> _followers = [];

    public OutputTests()
    {
        // Open for both ways: there is no end when a writer goes, and no moment at which nobody reads.
        _node.Script("say", "exec cat <>DIR/pipe");
        Command.Run("mkfifo", [_node.Sandbox.At("pipe")]).Expect(0);
        _node.Bring("web", "1");
    }

    public void Dispose()
    {
        foreach (var follower in _followers)
        {
            Signals.SendToGroup(follower.Id, Signals.Kill);
            follower.Dispose();
        }
        _node.Dispose();
    }

    [Fact]
    public void A_follower_goes_on_after_the_last_byte_when_the_daemon_comes_back()
    {
        SayAndSee("zero\none\n");
        Assert.Equal(["one"], _node.Daemon.Drover("logs", "web/say", "-n", "1").Expect(0).Lines);
        Follow("-n", "1");
        WaitFor("one\n");
        _node.Kill9();
        Say("two\n");
        WaitForNote("the stream of output broke");
        _node.Start();
        Say("three\n");
        WaitFor("one\ntwo\nthree\n");
    }

    [Fact]
    public void A_follower_misses_nothing_while_the_front_is_cut_away_behind_it()
    {
        SayAndSee("begin\n");
        Follow("-n", "1");
        WaitFor("begin\n");
        var expected = new StringBuilder("begin\n");
        for (var i = 0; i < 40; i++)
        {
            var block = string.Concat(Enumerable.Range(0, 100).Select(line => $"block {i} line {line} {new string('.', 80)}\n"));
            Say(block);
            expected.Append(block);
            WaitFor(expected.ToString());
        }
        _node.Until(() => First() > 100_000, () => $"the log begins at {First()}");
        Say("end\n");
        WaitFor(expected.Append("end\n").ToString());
        Assert.Equal("", Told);
    }

    [Fact]
    public void A_follower_that_stood_still_is_told_how_many_bytes_it_missed()
    {
        SayAndSee("begin\n");
        Follow("-n", "1");
        WaitFor("begin\n");
        Signals.SendToGroup(_followers[0].Id, Signals.Stop);
        var line = new string('x', 99) + "\n";
        Say(string.Concat(Enumerable.Repeat(line, 30_000)));
        const int Written = 3_000_006;
        _node.Until(() => First() > Written - 100_000, () => $"the log begins at {First()}");
        Signals.SendToGroup(_followers[0].Id, Signals.Continue);
        Say("end\n");
        _node.Until(() => Said.EndsWith("end\n", StringComparison.Ordinal), () => $"{Said.Length} bytes came");
        var skipped = Skipped().Matches(Told).Sum(match => long.Parse(match.Groups[1].Value));
        Assert.True(skipped > 0, Told);
        Assert.Equal(Written + 4, Said.Length + skipped);
    }

    [Fact]
    public void A_file_that_is_moved_away_is_read_to_its_end_before_the_new_one()
    {
        SayAndSee("one\n");
        Follow("-n", "1");
        WaitFor("one\n");
        var log = (string)_node.Row("process", "web/say", "log")["log"]!;
        File.Move(log, log + ".old");
        Say("two\n");
        WaitFor("one\ntwo\n");
        var pid = _node.Pid("web/say");
        Signals.SendToGroup(pid, Signals.Kill);
        _node.Until(() => _node.Pid("web/say") is var next && next > 0 && next != pid, () => "it was not started again");
        Say("three\n");
        WaitFor("one\ntwo\nthree\n");
        WaitForNote("the file of 'web/say' was replaced");
    }

    [Fact]
    public void An_operator_who_may_not_read_the_file_gets_the_output_and_an_observer_does_not()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Acting as another user needs root.");
        SayAndSee("between us\n");
        var log = (string)_node.Row("process", "web/say", "log")["log"]!;
        Assert.NotEqual(0, As(["--groups", Admins], "/bin/cat", log).ExitCode);
        Assert.Equal(["between us"], As(["--groups", Admins], Client(), "logs", "web/say").Expect(0).Lines);
        var refused = As(["--clear-groups"], Client(), "logs", "web/say").Expect(7);
        Assert.StartsWith("drover: NOT_ALLOWED: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", refused.Output);
    }

    private string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    private string Told
    {
        get
        {
            lock (_told)
                return _told.ToString();
        }
    }

    private void Say(string text) => File.WriteAllText(_node.Sandbox.At("pipe"), text);

    /// <summary>Says the first words, and waits until they are in the log.</summary>
    private void SayAndSee(string text)
    {
        Say(text);
        _node.Until(() => Log("end") == text.Length, () => $"the log ends at {Log("end")}");
    }

    private void Follow(params string[] options)
    {
        var follower = Command.Begin(Programs.Client, ["logs", "web/say", "-f", .. options], new Dictionary<string, string> { ["DROVER_SOCKET"] = _node.Sandbox.HttpSocket });
        follower.StandardInput.Close();
        _followers.Add(follower);
        _ = ReadAsync(follower.StandardOutput, _said);
        _ = ReadAsync(follower.StandardError, _told);
    }

    private static async Task ReadAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[32 << 10];
        while (await from.ReadAsync(buffer) is > 0 and var count)
            lock (to)
                to.Append(buffer, 0, count);
    }

    private void WaitFor(string text) => _node.Until(() => Said == text, () => $"the follower said {Said.Length} bytes, '{Said[Math.Max(0, Said.Length - 200)..]}'; told '{Told}'");

    private void WaitForNote(string text) => _node.Until(() => Told.Contains(text, StringComparison.Ordinal), () => $"the follower told '{Told}'");

    /// <summary>Offset of the oldest byte that is kept.</summary>
    private long First() => Log("first");

    private long Log(string member) => (long)JsonNode.Parse(_node.Daemon.Http.Get("/v1/logs").Body)!["logs"]![0]![member]!;

    private string Client()
    {
        // A copy in the sandbox: the repository may lie where others cannot go.
        var client = _node.Sandbox.At("drover");
        if (!File.Exists(client))
            File.Copy(Programs.Client, client);
        return client;
    }

    private Finished As(string[] groups, params string[] command) => Command.Run(
        "setpriv", ["--reuid", Nobody, "--regid", Nobody, .. groups, .. command], new Dictionary<string, string> { ["DROVER_SOCKET"] = _node.Sandbox.HttpSocket, ["HOME"] = "/" });

    [GeneratedRegex(@"^(\d+) bytes are not kept any more", RegexOptions.Multiline, 1000)]
    private static partial Regex Skipped();
}
