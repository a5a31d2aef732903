using System.Text;

namespace Drover.Clinit.Tests;

/// <summary>The client against daemons that answer as the test says.</summary>
public sealed class ClientTests
{
    private static readonly ReadOnlyMemory<byte> s_accepted = FakeDaemon.Answer(
        ("msg", "level transition started"), ("ok", "1"), ("code", "accepted"), ("state", "DONE"));

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    [Fact]
    public async Task A_tell_sends_group_and_level_and_prints_the_reply()
    {
        using var daemon = new FakeDaemon(stays: false, s_accepted);
        Assert.Equal(ExitCode.Accepted, Run(daemon, "web", "1"));
        Assert.Equal(("level transition started\n", ""), (_output.ToString(), _error.ToString()));
        Assert.Equal(["group=web", "level=1"], await daemon.AskedAsync());
    }

    [Fact]
    public async Task A_level_alone_is_for_the_group_named_like_the_host()
    {
        using var daemon = new FakeDaemon(stays: false, s_accepted);
        Assert.Equal(ExitCode.Accepted, Run(daemon, "gr\u263a"));
        Assert.Equal([$"group={System.Net.Dns.GetHostName()}", "level=gr\u263a"], await daemon.AskedAsync());
    }

    [Theory]
    [InlineData("", "group=::ALL:: level=::REREAD::", "no such group: ::ALL::", "GROUP_NOK")]
    [InlineData("-k", "group=::ALL:: level=:::SHUTDOWN:::", "all groups halting", "HALTED")]
    public async Task Rereads_and_shutdowns_print_nothing(string option, string asked, string text, string word)
    {
        using var daemon = new FakeDaemon(stays: false, FakeDaemon.Answer(("msg", text), ("_dfa_event", word)));
        Assert.Equal(ExitCode.Accepted, Run(daemon, option.Length > 0 ? [option] : []));
        Assert.Equal("", _output.ToString() + _error);
        Assert.Equal(asked, string.Join(' ', await daemon.AskedAsync()));
    }

    [Theory]
    [InlineData("web 1", "not allowed\n", "")]
    [InlineData("-k", "", "clinit: not allowed\n")]
    public void A_refusal_has_its_own_code(string line, string output, string error)
    {
        using var daemon = new FakeDaemon(stays: false, FakeDaemon.Answer(("msg", "not allowed"), ("ok", "0"), ("code", "not-allowed")));
        Assert.Equal(ExitCode.Refused, Run(daemon, line.Split(' ')));
        Assert.Equal((output, error), (_output.ToString(), _error.ToString()));
    }

    [Theory]
    [InlineData("1", "reached", "PASSED", ExitCode.Accepted, "")]
    [InlineData("0", "failed", "FAILED", ExitCode.Failed, "clinit: why\n")]
    [InlineData("0", "canceled", "", ExitCode.Canceled, "clinit: why\n")]
    public async Task Waiting_goes_by_the_second_reply_and_never_by_the_state_of_the_first(string ok, string code, string state, int exit, string error)
    {
        (string, string)[] pairs = [("msg", "why"), ("ok", ok), ("code", code)];
        using var daemon = new FakeDaemon(stays: true, s_accepted, FakeDaemon.Answer(state.Length > 0 ? [.. pairs, ("state", state)] : pairs));
        Assert.Equal(exit, Run(daemon, "--wait", "web", "1"));
        Assert.Equal("level transition started\n" + (state.Length > 0 ? $"1 {state}\n" : ""), _output.ToString());
        Assert.Equal(error, _error.ToString());
        Assert.Equal(["group=web", "level=1", "wait=1"], await daemon.AskedAsync());
    }

    [Fact]
    public void A_wait_ends_when_its_time_is_over()
    {
        using var daemon = new FakeDaemon(stays: true, s_accepted);
        Assert.Equal(ExitCode.Timeout, Run(daemon, "--wait=1", "web", "1"));
        Assert.Contains("not reached", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_leaves_while_it_is_waited_for_is_no_success()
    {
        using var daemon = new FakeDaemon(stays: false, s_accepted);
        Assert.Equal(ExitCode.NoDaemon, Run(daemon, "--wait", "web", "1"));
        Assert.Contains(daemon.Clstat, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_tell_is_not_waited_for()
    {
        using var daemon = new FakeDaemon(stays: true, FakeDaemon.Answer(("msg", "no such group: web")));
        Assert.Equal(ExitCode.Refused, Run(daemon, "--wait", "web", "1"));
    }

    [Fact]
    public void A_silent_daemon_is_a_time_out()
    {
        using var daemon = new FakeDaemon(stays: true);
        Assert.Equal(ExitCode.Timeout, Run(daemon, "web", "1"));
        Assert.Contains("no reply", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "without a reply")]
    [InlineData("000000", "no daemon of Cluster::Init")]
    [InlineData("HTTP/1.1 400", "no daemon of Cluster::Init")]
    [InlineData("00000005hello", "no daemon of Cluster::Init")]
    public void What_is_no_reply_is_no_success(string bytes, string text)
    {
        using var daemon = new FakeDaemon(stays: false, Encoding.ASCII.GetBytes(bytes));
        Assert.Equal(ExitCode.NoDaemon, Run(daemon, "web", "1"));
        Assert.Contains(text, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Theory]
    [InlineData("web 1", "level transition started\nweb 1 DONE\n0 - CONFIGURED\n")]
    [InlineData("--json web 1", """{"msg":"level transition started","ok":true,"code":"accepted","state":"DONE","status":[{"group":"web","level":"1","state":"DONE"},{"group":"0","level":"-","state":"CONFIGURED"}]}""" + "\n")]
    public void The_status_follows_the_reply(string line, string expected)
    {
        using var daemon = new FakeDaemon(stays: false, s_accepted);
        File.WriteAllText(daemon.Clstat, "Cluster::Init::Group web 1 DONE\nCluster::Init::Process x 1 DONE\nCluster::Init::Group 0 - CONFIGURED\n");
        Assert.Equal(ExitCode.Accepted, Run(daemon, ["-v", .. line.Split(' ')]));
        Assert.Equal(expected, _output.ToString());
    }

    [Fact]
    public void A_status_file_that_is_missing_has_no_lines()
    {
        using var daemon = new FakeDaemon(stays: false, s_accepted);
        Assert.Equal(ExitCode.Accepted, Run(daemon, "-v", "web", "1"));
        Assert.Equal(("level transition started\n", ""), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public void Json_has_the_reply_and_how_it_ended_on_one_line()
    {
        using var daemon = new FakeDaemon(stays: true, s_accepted, FakeDaemon.Answer(("msg", "a test failed"), ("ok", "0"), ("code", "failed"), ("state", "FAILED")));
        Assert.Equal(ExitCode.Failed, Run(daemon, "--json", "--wait", "web", "f"));
        Assert.Equal(
            """{"msg":"level transition started","ok":true,"code":"accepted","state":"DONE","final":{"level":"f","msg":"a test failed","ok":false,"code":"failed","state":"FAILED"}}""" + "\n",
            _output.ToString());
    }

    [Fact]
    public void Json_has_errors_of_the_client_too()
    {
        using var silent = new FakeDaemon(stays: true, s_accepted);
        Assert.Equal(ExitCode.Timeout, Run(silent, "--json", "--wait=1", "web", "1"));
        Assert.Contains("\"final\":{\"level\":\"1\",\"msg\":\"the level is not reached after 1 s\",\"ok\":false,\"code\":\"timeout\"}", _output.ToString(), StringComparison.Ordinal);
        _output.Clear();
        Assert.Equal(ExitCode.NoDaemon, NewClient().Run(["--json", "-s", "/nowhere/s", "web", "1"]));
        Assert.Contains("\"ok\":false,\"code\":\"no-daemon\"", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_a_reply_do_not_reach_the_terminal()
    {
        using var daemon = new FakeDaemon(stays: false, FakeDaemon.Answer(("msg", "no such group: \u001b[2J")));
        Run(daemon, "web", "1");
        Assert.Equal("no such group: \\x1b[2J\n", _output.ToString());
    }

    [Fact]
    public void A_socket_path_that_is_too_long_is_wrong_usage()
    {
        Assert.Equal(ExitCode.Usage, NewClient().Run(["-s", "/" + new string('x', 200), "1"]));
        Assert.Contains("107", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_and_version_go_to_standard_output()
    {
        Assert.Equal(ExitCode.Accepted, NewClient().Run(["-h"]));
        Assert.StartsWith("Usage: clinit", _output.ToString(), StringComparison.Ordinal);
        _output.Clear();
        Assert.Equal(ExitCode.Accepted, NewClient().Run(["--version"]));
        Assert.Matches(@"\Aclinit \d+\.\d+\.\d+", _output.ToString());
    }

    [Fact]
    public void The_manual_lists_the_same_exit_codes_and_options_as_the_help()
    {
        NewClient().Run(["-h"]);
        var manual = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "clinit.md"));
        var help = _output.ToString();
        foreach (var option in new[] { "-d", "-k", "-v", "-c", "-s", "--clstat", "--wait", "--cluster", "--stale", "--json", "--version", "-h" })
        {
            Assert.Contains($"\n  {option}", help, StringComparison.Ordinal);
            Assert.Contains(manual, line => line.StartsWith($"| `{option}", StringComparison.Ordinal));
        }
        for (var code = 0; code <= 8; code++)
        {
            Assert.Contains($"\n  {code}  ", help, StringComparison.Ordinal);
            Assert.Single(manual, line => line.StartsWith($"| {code} |", StringComparison.Ordinal));
        }
    }

    private int Run(FakeDaemon daemon, params string[] arguments) => NewClient().Run([.. daemon.Options, .. arguments]);

    private Client NewClient() => new(text => _output.Append(text), text => _error.Append(text)) { Quiet = TimeSpan.FromSeconds(1) };
}
