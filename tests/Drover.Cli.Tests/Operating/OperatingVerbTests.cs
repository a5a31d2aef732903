using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.Operating;

public sealed class OperatingVerbTests : IAsyncLifetime
{
    private const string Submitted = """{"seq":5,"time":[1700000000,0],"actor":"uid:0","kind":"job-submitted","payload":{"id":17}}""";
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Stored_events_come_in_order()
    {
        var rows = """
            {"fields":[{"name":"seq","kind":"number"},{"name":"time","kind":"other"},{"name":"actor","kind":"text"},{"name":"kind","kind":"text"},{"name":"payload","kind":"other"}],
             "rows":[[[0,6],[0,[1700000001,0]],[0,"uid:0"],[0,"b"],[0,{}]],[[0,5],[0,[1700000000,0]],[0,"uid:0"],[0,"a"],[0,{"id":17}]]],"next":null}
            """;
        Assert.Equal("2023-11-14 22:13:20       5  a {\"id\":17} by root\n2023-11-14 22:13:21       6  b {} by root\n", _daemon.On("GET /v1/query/event", rows).Run("events").Out);
        Assert.Equal("-seq", _daemon.Requests.Last().Query["sort"]);
        _daemon.Run("events", "--after", "4");
        Assert.Equal(("4", ""), (_daemon.Requests.Last().Query["after"].ToString(), _daemon.Requests.Last().Query["sort"].ToString()));
    }

    [Fact]
    public void Followed_events_go_on_after_the_last_one_when_the_stream_breaks()
    {
        Session session = null!;
        _daemon.On("GET /v1/events",
            c => c.Response.WriteAsync($": hello\n\nid: 5\nevent: job-submitted\ndata: {Submitted}\n\n"),
            c =>
            {
                session.InterruptNow();
                return Task.CompletedTask;
            });
        var result = CliRun.InProcess(["events", "--follow", "-o", "jsonl", "--socket", _daemon.SocketPath], s => session = s);
        Assert.Equal((130, Submitted.Replace("[1700000000,0]", "\"2023-11-14T22:13:20Z\"", StringComparison.Ordinal) + "\n"), (result.Code, result.Out));
        Assert.Equal(["", "5"], _daemon.Requests.Select(r => r.Query["after"].ToString()));
    }

    [Fact]
    public void Followed_signals_have_no_number_and_are_asked_for_again_when_the_stream_breaks()
    {
        const string died = """{"time":[1700000001,0],"kind":"process-changed","subject":"web/httpd","payload":{"state":"SETUP"}}""";
        const string lost = """{"time":[1700000002,0],"kind":"signals-lost","subject":"","payload":{"count":3}}""";
        Session session = null!;
        _daemon.On("GET /v1/events",
            c => c.Response.WriteAsync($"id: 5\nevent: job-submitted\ndata: {Submitted}\n\nevent: process-changed\ndata: {died}\n\nevent: signals-lost\ndata: {lost}\n\n"),
            c =>
            {
                session.InterruptNow();
                return Task.CompletedTask;
            });
        var result = CliRun.InProcess(["events", "--follow", "--signals=process-changed,tick", "--socket", _daemon.SocketPath], s => session = s);
        Assert.Equal("""
            2023-11-14 22:13:20       5  job 17 submitted by root
            2023-11-14 22:13:21       -  process web/httpd SETUP
            2023-11-14 22:13:22       -  signals-lost {"count":3}

            """, result.Out);
        Assert.Equal([("", "process-changed,tick"), ("5", "process-changed,tick")], _daemon.Requests.Select(r => (r.Query["after"].ToString(), r.Query["signals"].ToString())));
    }

    [Theory]
    [InlineData("--signals", "all")]
    [InlineData("--signals=tick", "tick")]
    [InlineData(null, "")]
    public void Signals_are_asked_for_by_kind_or_all_and_never_unasked(string? option, string wanted)
    {
        Session session = null!;
        _daemon.On("GET /v1/events", c =>
        {
            session.InterruptNow();
            return Task.CompletedTask;
        });
        string[] options = option is null ? [] : [option];
        CliRun.InProcess(["events", .. options, "-f", "-o", "jsonl", "--socket", _daemon.SocketPath], s => session = s);
        Assert.Equal(wanted, Assert.Single(_daemon.Requests).Query["signals"].ToString());
    }

    [Theory]
    [InlineData("on", "PUT /v1/queue", """{"drained":true}""")]
    [InlineData("off", "PUT /v1/queue", """{"drained":false}""")]
    [InlineData("status", "GET /v1/queue", "")]
    public void Drain_is_set_or_told(string what, string request, string body)
    {
        _daemon.On(request, """{"drained":true,"watcher_pause":null,"unfinished":3,"running":1,"waiting":0,"queued":2,"limit":200000}""");
        Assert.Equal("The queue is drained: it refuses new jobs.\n3 unfinished of at most 200000: 1 running, 0 waiting, 2 queued.\n", _daemon.Run("drain", what).Out);
        Assert.Equal(body, Assert.Single(_daemon.Requests).Body);
    }

    [Theory]
    [InlineData("GET /v1/log-level", "")]
    [InlineData("PUT /v1/log-level", """{"level":"jobs=debug"}""", "jobs=debug")]
    [InlineData("PUT /v1/log-level", """{"reset":true}""", "--reset")]
    public void The_log_level_is_told_changed_or_reset(string request, string body, params string[] arguments)
    {
        _daemon.On(request, """{"level":"information,jobs=debug","setting":"information","categories":{"jobs":"debug"}}""");
        Assert.Equal(
            "information,jobs=debug\nThe daemon was started with information; 'drover log-level --reset' goes back to it.\n", _daemon.Run(["log-level", .. arguments]).Out);
        Assert.Equal(body, Assert.Single(_daemon.Requests).Body);
    }

    [Fact]
    public void Levels_and_a_reset_exclude_each_other()
    {
        var result = _daemon.Run("log-level", "debug", "--reset");
        Assert.Equal(2, result.Code);
        Assert.Contains("exclude each other", result.Err, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void Config_shows_the_origin_of_every_setting()
    {
        _daemon.On("GET /v1/config", """{"settings":[{"name":"state","value":"/var/lib/drover","origin":"default","doc":"d"},{"name":"limit","value":200000,"origin":"file:/etc/d","doc":"d"}]}""");
        Assert.Equal("""
            Setting  Value            Origin
            state    /var/lib/drover  default
            limit    200000           file:/etc/d

            """, _daemon.Run("config").Out);
    }

    [Fact]
    public void A_sound_journal_is_exit_code_0_and_a_broken_one_1()
    {
        _daemon.On("GET /livez", """{"live":true}""").On("POST /v1/audit/verify", """{"ok":true,"records":1234,"first":1,"last":1234,"replayed":true,"problems":[]}""", """{"ok":false,"records":10,"first":1,"last":10,"replayed":false,"problems":["record 7: wrong hash"]}""");
        var good = _daemon.Run("audit", "verify", "--replay");
        Assert.Equal((0, "1234 records checked, 1 to 1234, replayed\n"), (good.Code, good.Out));
        Assert.Equal("""{"replay":true}""", _daemon.Requests.Last().Body);
        var bad = _daemon.Run("audit", "verify");
        Assert.Equal((1, "record 7: wrong hash\n10 records checked, 1 to 10\n"), (bad.Code, bad.Out));
        Assert.StartsWith("drover: AUDIT_FAILED: the journal has 1 problems\n", bad.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_tells_both_sides()
    {
        var result = _daemon.On("GET /v1/version", """{"version":"0.1.0","cluster":"farm","node":"n1","uuid":"u"}""").Run("version");
        Assert.Equal("drover 0.1.0\ndroverd 0.1.0, cluster farm, node n1\n", result.Out);
    }

    [Fact]
    public void Init_hands_its_names_to_droverd()
    {
        IReadOnlyList<string>? given = null;
        var result = CliRun.InProcess(["init", "--state", "/x", "--cluster", "farm", "--node", "n1"], daemon: a => { given = a; return 0; });
        Assert.Equal(0, result.Code);
        Assert.Equal(["--init", "--state", "/x", "--cluster", "farm", "--node", "n1"], given!);
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public void Accept_loss_asks_first(string answer, bool runs)
    {
        IReadOnlyList<string>? given = null;
        var result = CliRun.InProcess(["audit", "accept-loss", "--state", "/x"], input: answer, inIsTerminal: true, daemon: a => { given = a; return 0; });
        Assert.Equal(runs ? 0 : 1, result.Code);
        Assert.Equal(runs ? ["--accept-loss", "--state", "/x"] : null, given);
    }

    [Fact]
    public void Accept_loss_without_a_terminal_needs_yes()
    {
        Assert.Equal(2, CliRun.InProcess(["audit", "accept-loss"], daemon: _ => 0).Code);
        Assert.Equal(0, CliRun.InProcess(["audit", "accept-loss", "--yes"], daemon: _ => 0).Code);
    }
}
