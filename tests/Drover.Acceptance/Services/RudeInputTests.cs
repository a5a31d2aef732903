using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>Files that are no cltabs, and names that nobody should have chosen.</summary>
public sealed class RudeInputTests : IDisposable
{
    private const string Odd = "\u00fc/\u00f6 x";

    private static readonly string s_long = new('n', 254);

    private static readonly (string Kind, string Reason)[] s_noCltabs =
    [
        ("pipe", "not a plain file"),
        ("directory", "not a plain file"),
        ("rubbish", "more than 1000 errors"),
        ("huge", "at most 16777216 are read"),
        ("writable", "can be written by others"),
    ];

    private readonly ServiceNode _node = new(
    [
        "good:a1:1:respawn:NAP 1001",
        $"{Odd}:t \u00e4:1:wait:echo odd",
        "..:../..:1:wait:echo dots",
        $"{s_long}:{s_long}:1:wait:echo long",
        $"{s_long}:{s_long}2:1:wait:echo longer",
    ]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void What_is_no_cltab_is_refused_with_the_reason_and_what_runs_goes_on()
    {
        _node.Bring("good", "1");
        var pid = _node.Pid("good/a1");
        foreach (var (kind, reason) in s_noCltabs)
        {
            var told = _node.Daemon.Log.Length;
            Replace(kind);
            _node.Run("""{"OP_ID":"OP_SERVICES_REREAD"}""", expected: "error");
            _node.Bring("good", "1");
            // Lines about jobs are gathered for a moment.
            _node.Until(() => _node.Daemon.Log[told..].Contains(reason, StringComparison.Ordinal), () => $"nothing says '{reason}'");
            Assert.Equal([pid], _node.Naps());
        }

        // So it is when a daemon starts with one: it comes up, stops nothing, and takes the file when it is mended.
        Replace("pipe");
        _node.Kill9();
        _node.Start();
        _node.Until(() => _node.Daemon.Log.Contains("not a plain file", StringComparison.Ordinal), () => "nothing says what it is");
        Assert.Equal([pid], _node.Naps());
        Clear();
        _node.Write("good:a1:1:respawn:NAP 1001");
        _node.Bring("good", "2");
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void Names_with_slashes_dots_blanks_umlauts_and_more_than_two_hundred_bytes_work_and_lead_nowhere_else()
    {
        foreach (var (group, tag, text) in new[] { (Odd, "t \u00e4", "odd"), ("..", "../..", "dots"), (s_long, s_long, "long"), (s_long, s_long + "2", "longer") })
        {
            _node.Daemon.Drover("tell", group, "1").Expect(0);
            Assert.Equal([text], _node.Daemon.Drover("logs", $"{Shown(group)}/{Shown(tag)}").Expect(0).Lines);
        }
        var output = Path.Combine(_node.Sandbox.State, "output");
        Assert.Equal(4, Directory.EnumerateFiles(output, "*.log", SearchOption.AllDirectories).Count());
        foreach (var name in new[] { "", "..", "../x", "no such", new string('m', 3000) })
            _node.Daemon.Drover("tell", name, name).Expect(name switch { ".." => 0, "" => 2, { Length: > 255 } => 6, _ => 1 });
        foreach (var name in new[] { "good/../../x", "good/", "/a1", "../../store.db", $"{s_long}/{s_long}3" })
            _node.Daemon.Drover("logs", name).Expect(6);
        Assert.Contains("no entry x", _node.Daemon.Drover("clear-backoff", "good/x").Expect(1).All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_cannot_open_its_doors_says_where_and_leaves_the_services_running()
    {
        _node.Bring("good", "1");
        var before = _node.Naps();
        _node.Kill9();
        foreach (var (option, place, reason) in new[]
        {
            ("--clinit-socket", "/proc/no/c.s", "The folder of the socket '/proc/no/c.s'"),
            ("--clinit-socket", _node.Sandbox.At(new string('x', 120)), "107 bytes"),
        })
        {
            string[] arguments = [.. _node.Arguments];
            arguments[Array.IndexOf(arguments, option) + 1] = place;
            var refused = Daemon.Refused(_node.Sandbox, arguments);
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
            Assert.Equal(before, _node.Naps());
        }
        _node.Start();
        Assert.Equal("1 DONE", _node.Status("good"));
        Assert.Equal(before, _node.Naps());
    }

    /// <summary>A name as listings show it beside a slash.</summary>
    private static string Shown(string name) => name.Replace("/", "%2F", StringComparison.Ordinal);

    private void Clear()
    {
        if (Directory.Exists(_node.Cltab))
            Directory.Delete(_node.Cltab);
        File.Delete(_node.Cltab);
    }

    private void Replace(string kind)
    {
        Clear();
        switch (kind)
        {
            case "pipe":
                Command.Run("mkfifo", [_node.Cltab]).Expect(0);
                break;
            case "directory":
                Directory.CreateDirectory(_node.Cltab);
                break;
            case "rubbish":
                _node.Write([.. Enumerable.Repeat("a", 1_000_000)]);
                break;
            case "huge":
                _node.Write(new string('a', 20_000_000));
                break;
            default:
                _node.Write("good:a1:9:once:true");
                File.SetUnixFileMode(_node.Cltab, (UnixFileMode)0b110_110_110);
                break;
        }
    }
}
