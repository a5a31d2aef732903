using System.Text;
using System.Text.Json;

namespace Drover.Cli.Tests.Services;

public sealed class ServiceVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/jobs", 201, """{"id":17}""")
        .OnJob(17, Canned.Wait("success", true, Canned.Log(1, "\"web: level 1\""), "[\"DONE\"]"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("web", "1")]
    [InlineData("0", "0")]
    [InlineData("null", "true")]
    [InlineData("web", "[1]")]
    [InlineData("web", "-1")]
    public void Group_and_level_are_sent_as_strings_whatever_they_look_like(string group, string level)
    {
        var result = _daemon.Run("tell", group, level);
        Assert.Equal((0, "Job 17 submitted\n2023-11-14 22:13:21  web: level 1\nJob 17 success\nop 0: \"DONE\"\n", ""), (result.Code, result.Out, result.Err));
        Assert.Equal($$"""{"ops":[{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"{{group}}","level":"{{level}}"}]}""", Body());
    }

    [Fact]
    public void What_became_of_many_nodes_is_counted_and_of_few_is_listed()
    {
        Assert.EndsWith("op 0: 20 x \"DONE\", 1 x \"DEGRADED\"\n", Tell(21), StringComparison.Ordinal);
        Assert.Contains("op 0: {\"n0\":\"DEGRADED\",\"n1\":\"DONE\",", Tell(20), StringComparison.Ordinal);

        string Tell(int nodes)
        {
            var reached = string.Join(',', Enumerable.Range(0, nodes).Select(node => $"\"n{node}\":\"{(node == 0 ? "DEGRADED" : "DONE")}\""));
            _daemon.OnJob(17, Canned.Wait("success", true, Canned.Log(1, "\"web: level 1\""), $"[{{{reached}}}]"));
            return _daemon.Run("tell", "web", "1", "--node", "n0,n1").Out;
        }
    }

    [Theory]
    [InlineData("start", "OP_SERVICE_START")]
    [InlineData("stop", "OP_SERVICE_STOP")]
    [InlineData("restart", "OP_SERVICE_RESTART")]
    [InlineData("reload", "OP_SERVICE_RELOAD")]
    public void An_entry_is_named_by_group_and_tag(string verb, string opcode)
    {
        Assert.Equal(0, _daemon.Run(verb, "web/a/b").Code);
        Assert.Equal($$"""{"ops":[{"OP_ID":"{{opcode}}","group":"web","tag":"a/b"}]}""", Body());
        foreach (var name in new[] { "web", "/a", "web/" })
        {
            var result = _daemon.Run(verb, name);
            Assert.Equal(2, result.Code);
            Assert.Contains($"'{name}' is not GROUP/TAG", result.Err, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("sigusr1", 10)]
    [InlineData("SIGWINCH", 28)]
    [InlineData("64", 64)]
    public void A_signal_is_a_name_or_a_number(string signal, int number)
    {
        Assert.Equal(0, _daemon.Run("signal", "web/httpd", signal, "--node", "n1").Code);
        Assert.Equal($$"""{"ops":[{"OP_ID":"OP_SERVICE_SIGNAL","group":"web","tag":"httpd","node":"n1","signal":{{number}}}]}""", Body());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("HUPP")]
    public void What_is_no_signal_is_refused(string signal)
    {
        Assert.Equal(2, _daemon.Run("signal", "web/httpd", signal).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_detached_tell_prints_the_id_and_asks_no_more()
    {
        Assert.Equal((0, "17\n"), Of(_daemon.Run("tell", "web", "2", "--node", "n1", "--detach")));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"web","level":"2","node":"n1"}]}""", Body());
        Assert.Single(_daemon.Requests);
        Assert.Equal((0, "{\"id\":17}\n"), Of(_daemon.Run("tell", "web", "2", "-d", "-o", "json")));
    }

    [Fact]
    public void Several_nodes_are_told_in_one_job()
    {
        Assert.Equal((0, "17\n"), Of(_daemon.Run("tell", "web", "2", "--node", "n1, n2", "--at-once", "1", "--pause-on-failure", "--detach")));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"web","level":"2","nodes":["n1","n2"],"at_once":1,"pause_on_failure":true}]}""", Body());
    }

    [Fact]
    public void A_level_is_watched_for_so_many_seconds()
    {
        Assert.Equal(0, _daemon.Run("tell", "web", "2", "--watch", "2m", "--detach").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"web","level":"2","watch":120}]}""", Body());
        Assert.Equal(2, _daemon.Run("tell", "web", "2", "--watch", "0").Code);
    }

    [Theory]
    [InlineData("--at-once", "1")]
    [InlineData("--node", "n1", "--pause-on-failure")]
    [InlineData("--node", "n1", "--all")]
    [InlineData("--node", "n1,n2", "--at-once", "0")]
    public void What_is_for_several_nodes_is_refused_for_one(params string[] options)
    {
        Assert.Equal(2, _daemon.Run(["tell", "web", "2", .. options]).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_level_that_is_not_reached_is_exit_code_1_with_the_reason()
    {
        _daemon.OnJob(17, Canned.Wait("error", true, "", """[["OpExecError",["group 'web' is FAILED at level '1': 'test' of db ended with 3"]]]"""));
        var result = _daemon.Run("tell", "web", "1");
        Assert.Equal(1, result.Code);
        Assert.StartsWith("drover: JOB_FAILED: job 17 ended as error: op 0: group 'web' is FAILED at level '1': 'test' of db ended with 3\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_job_says_cannot_write_lines_of_its_own_or_turn_the_text_around()
    {
        _daemon.OnJob(17, Canned.Wait("error", true, "", """[["OpExecError",["one\ndrover: OK: two\u202egpj.exe\u2028\u001b[2J"]]]"""));
        var result = _daemon.Run("tell", "web", "1");
        Assert.Equal("drover: JOB_FAILED: job 17 ended as error: op 0: one\\ndrover: OK: two\\u202egpj.exe\\u2028\\x1b[2J", result.Err.Split('\n')[0]);
    }

    [Theory]
    [InlineData("""["OpExecError",["group 'web' is SUPERSEDED at level '1': the group was told level '2' meanwhile"]]""")]
    [InlineData("""["OpExecError",["group 'web' is SUPERSEDED at level '1': the daemon stops","halting"]]""")]
    [InlineData("\"superseded\"")]
    public void The_text_of_a_failure_does_not_decide_the_exit_code(string opresult)
    {
        _daemon.OnJob(17, Canned.Wait("error", true, "", $"[{opresult}]"));
        Assert.Equal(1, _daemon.Run("tell", "web", "1").Code);
    }

    [Theory]
    [InlineData("canceled", "\"superseded by job 18\"", "job 17 was canceled: op 0: superseded by job 18")]
    [InlineData("canceled", "\"Job canceled by request\"", "job 17 was canceled")]
    [InlineData("error", """["OpExecError",["group 'web' is SUPERSEDED at level '1': the group was told level '2' meanwhile","superseded"]]""", "job 17 ended as error: op 0: group 'web' is SUPERSEDED at level '1': the group was told level '2' meanwhile")]
    public void A_tell_that_is_replaced_by_another_is_exit_code_4(string status, string opresult, string error)
    {
        _daemon.OnJob(17, Canned.Wait(status, true, "", $"[{opresult}]"));
        var result = _daemon.Run("tell", "web", "1");
        Assert.Equal(4, result.Code);
        Assert.Contains(": " + error + "\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Reread_is_a_job_that_is_followed()
    {
        Assert.Equal(0, _daemon.Run("reread").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_SERVICES_REREAD"}]}""", Body());
    }

    [Fact]
    public void A_dry_run_asks_what_would_be_done_and_makes_no_job()
    {
        Checked("""["web: level 1, nothing to do"]""", "null");
        Assert.Equal((0, "web: level 1, nothing to do\n"), Of(_daemon.Run("reread", "--dry-run", "--yes")));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_SERVICES_REREAD","yes":true}]}""", Body());
        Assert.Equal(0, _daemon.Run("tell", "web", "2", "--dry-run").Code);
        Checked("[]", "\"Service group 'wbe' not found\"");
        var refused = _daemon.Run("tell", "wbe", "2", "--dry-run");
        Assert.Equal((6, "drover: WOULD_FAIL: Service group 'wbe' not found\n"), (refused.Code, refused.Err));
        Assert.All(_daemon.Requests, r => Assert.Equal("POST /v1/jobs/check", r.Line));
    }

    [Fact]
    public void A_cltab_that_asks_back_is_an_outcome_of_its_own()
    {
        Checked("[\"web: level 1\"]", "\"it stops too much\"", kind: "\"to_confirm\"");
        foreach (var line in new[] { "reread --dry-run", "chk cltab" })
        {
            var result = _daemon.Run(line.Split(' '));
            Assert.Equal((6, "web: level 1\n", "drover: WOULD_ASK: it stops too much\n"), (result.Code, result.Out, result.Err));
        }
    }

    [Fact]
    public void A_dry_run_says_what_the_submit_would_be_refused_for_and_a_check_is_no_submit()
    {
        Checked("[\"web: level 1\"]", "null", refusal: """{"code":"STORE_LOW_SPACE","message":"The disk is nearly full."}""");
        var result = _daemon.Run("tell", "web", "1", "--dry-run");
        Assert.Equal((6, "web: level 1\n", "drover: STORE_LOW_SPACE: The disk is nearly full.\n"), (result.Code, result.Out, result.Err));
        Assert.Equal(0, _daemon.Run("chk", "cltab").Code);
    }

    [Theory]
    [InlineData("tell", "", "1")]
    [InlineData("tell", "web", "1", "--dry-run", "-d")]
    [InlineData("clear-backoff", "")]
    public void What_cannot_be_meant_is_refused_before_it_is_asked(params string[] line)
    {
        Assert.Equal(2, _daemon.Run(line).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("--yes", "yes")]
    [InlineData("--undo", "undo")]
    public void A_reread_can_be_confirmed_and_undone(string option, string parameter)
    {
        Assert.Equal(0, _daemon.Run("reread", option).Code);
        Assert.Equal($$"""{"ops":[{"OP_ID":"OP_SERVICES_REREAD","{{parameter}}":true}]}""", Body());
    }

    [Theory]
    [InlineData("--yes")]
    [InlineData("--dry-run")]
    public void An_undo_goes_alone(string option)
    {
        Assert.Equal(2, _daemon.Run("reread", "--undo", option).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_reread_that_asks_back_is_exit_code_1_with_what_it_would_stop()
    {
        _daemon.OnJob(17, Canned.Wait("error", true, Canned.Log(1, "\"  stop    a: the group is removed\""), """[["OpPrereqError",["/etc/cltab would stop 9 of the 12 entries that run. (CLTAB_STOPS_TOO_MUCH)","wrong_state"]]]"""));
        var result = _daemon.Run("reread");
        Assert.Equal(1, result.Code);
        Assert.Contains("stop    a: the group is removed", result.Out, StringComparison.Ordinal);
        Assert.Contains("would stop 9 of the 12 entries that run. (CLTAB_STOPS_TOO_MUCH)", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", "\"group\":\"web\"")]
    [InlineData("0/1", "\"group\":\"0\",\"tag\":\"1\"")]
    public void Clear_backoff_takes_a_group_or_an_entry(string name, string parameters)
    {
        Assert.Equal(0, _daemon.Run("clear-backoff", name).Code);
        Assert.Equal($$"""{"ops":[{"OP_ID":"OP_SERVICE_CLEAR_BACKOFF",{{parameters}}}]}""", Body());
    }

    [Theory]
    [InlineData("restart web/httpd", """{"OP_ID":"OP_SERVICE_RESTART","group":"web","tag":"httpd","node":"n2"}""")]
    [InlineData("reread --yes", """{"OP_ID":"OP_SERVICES_REREAD","node":"n2","yes":true}""")]
    [InlineData("clear-backoff web/httpd", """{"OP_ID":"OP_SERVICE_CLEAR_BACKOFF","group":"web","tag":"httpd","node":"n2"}""")]
    public void What_is_about_services_may_be_about_those_of_another_node(string line, string opcode)
    {
        Assert.Equal(0, _daemon.Run([.. line.Split(' '), "--node", "n2"]).Code);
        Assert.Equal($$"""{"ops":[{{opcode}}]}""", Body());
    }

    [Theory]
    [InlineData("reread --dry-run", "OP_SERVICES_REREAD")]
    [InlineData("chk cltab", "OP_SERVICES_CHECK")]
    public void The_cltab_of_another_node_is_looked_at(string line, string opcode)
    {
        Checked("""["web: level 1, nothing to do"]""", "null");
        Assert.Equal(0, _daemon.Run([.. line.Split(' '), "--node", "n2"]).Code);
        Assert.Contains($$"""{"OP_ID":"{{opcode}}","node":"n2"}""", Body(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_daemon_itself_is_restarted_on_no_node()
    {
        var result = _daemon.Run("restart", "--node", "n2");
        Assert.Equal(2, result.Code);
        Assert.Contains("--node n2 is of an entry", result.Err, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("/httpd")]
    [InlineData("web/")]
    public void Clear_backoff_refuses_half_a_name(string name)
    {
        Assert.Equal(2, _daemon.Run("clear-backoff", name).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void Chk_cltab_sends_the_text_and_prints_the_places()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Encoding.Latin1.GetBytes("web:é:1:respawn:x\n"));
            Checked($"""["{path}:1:5: error: bad","web: level 1, nothing to do"]""", "\"The cltab has errors\"");
            var result = _daemon.Run("chk", "cltab", path);
            Assert.Equal((1, $"{path}:1:5: error: bad\nweb: level 1, nothing to do\n"), Of(result));
            Assert.Contains("The cltab has errors", result.Err, StringComparison.Ordinal);
            using var body = JsonDocument.Parse(Body());
            var op = body.RootElement.GetProperty("ops")[0];
            Assert.Equal(("OP_SERVICES_CHECK", "web:é:1:respawn:x\n", path), (op.GetProperty("OP_ID").GetString(), op.GetProperty("text").GetString(), op.GetProperty("path").GetString()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Chk_cltab_without_a_file_checks_the_daemons_own()
    {
        Checked("""["web: level 1"]""", "null");
        Assert.Equal((0, "web: level 1\n"), Of(_daemon.Run("chk", "cltab")));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_SERVICES_CHECK"}]}""", Body());
        Checked("[]", "null");
        Assert.Equal((0, "No problems, and nothing that a reread would do\n"), Of(_daemon.Run("chk", "cltab")));
    }

    [Fact]
    public void Chk_cltab_of_a_file_that_is_not_there_asks_nothing()
    {
        var result = _daemon.Run("chk", "cltab", "/nonexistent/cltab");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("drover: FILE_UNREADABLE: /nonexistent/cltab cannot be read: ", result.Err, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("groups", "service-group")]
    [InlineData("group", "service-group")]
    [InlineData("node-groups", "group")]
    [InlineData("nodegroups", "group")]
    [InlineData("service-groups", "service-group")]
    [InlineData("service-group", "service-group")]
    [InlineData("processes", "process")]
    [InlineData("process", "process")]
    public void Groups_are_those_of_services_and_nodes_have_their_own_words(string word, string resource)
    {
        _daemon.On($"GET /v1/query/{resource}", Canned.Page(1, 1, null));
        Assert.Equal(0, _daemon.Run("get", word, "-o", "jsonl").Code);
        Assert.Equal($"GET /v1/query/{resource}", Assert.Single(_daemon.Requests).Line);
    }

    private void Checked(string lines, string problem, string kind = "null", string refusal = "null") =>
        _daemon.On("POST /v1/jobs/check", $$"""{"jobs":[{"refusal":{{refusal}},"ops":[{"summary":"X","locks":{},"lines":{{lines}},"problem":{{problem}},"kind":{{kind}}}]}]}""");

    private static (int Code, string Out) Of(CliResult result) => (result.Code, result.Out);

    private string Body() => Assert.Single(_daemon.Requests, r => r.Line is "POST /v1/jobs" or "POST /v1/jobs/check").Body;
}
