using System.Text;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Nodes;

namespace Drover.Services.Tests.Nodes;

/// <summary>The room of services over fake nodes: it orders by key, and learns by reports.</summary>
public sealed class ServicesRoomTests
{
    private static readonly GroupStatus s_done = new("1", "1", "DONE", null, 5, "boot");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1","node":"n9"}""")]
    [InlineData("""{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"g","level":"1","nodes":["n2","n9"]}""")]
    public async Task A_node_that_is_not_known_is_named_and_nothing_is_ordered(string opcode)
    {
        await using var host = await ServicesHost.StartAsync();
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync(opcode));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("There is no node 'n9'", result, StringComparison.Ordinal);
        Assert.False(host.Other.Orders.TryRead(out _));
    }

    [Fact]
    public async Task Nodes_are_told_so_many_at_a_time_and_the_rest_is_left_once_one_has_failed()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"g","level":"1","nodes":["n1","n2"],"at_once":1,"pause_on_failure":true}""");
        Assert.Equal($"1 ({job},0,0) tell g 1", await host.Own.Orders.ReadAsync(Token));
        host.Own.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Failed, "FAILED", "no disk")));
        var (status, result, log) = await host.EndAsync(job);
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("1 of 2 nodes failed, and 1 were left as they are: n1: ", result, StringComparison.Ordinal);
        Assert.Contains(log, line => line.Contains("no disk", StringComparison.Ordinal));
        Assert.False(host.Other.Orders.TryRead(out _));
    }

    [Fact]
    public async Task What_each_node_has_reached_is_the_result()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"g","level":"1","nodes":["n1","n2"]}""");
        await host.Own.Orders.ReadAsync(Token);
        await host.Other.Orders.ReadAsync(Token);
        host.Own.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Reached, "PASSED")));
        host.Other.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 2), new LevelEnd(LevelEndKind.Reached, "DONE")));
        var (status, result, _) = await host.EndAsync(job);
        Assert.Equal((JobStatus.Success, """{"n1":"PASSED","n2":"DONE"}"""), (status, result));
    }

    [Fact]
    public async Task An_order_whose_node_has_begun_anew_is_given_again_and_only_its_own_node_can_end_it()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1","node":"n2"}""");
        var order = await host.Other.Orders.ReadAsync(Token);
        host.Other.BeginAnew();
        Assert.Equal(order, await host.Other.Orders.ReadAsync(Token));
        host.Own.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Failed, "FAILED", "by another")));
        await host.Own.Acknowledged.ReadAsync(Token);
        host.Other.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Reached, "DONE")));
        Assert.Equal((JobStatus.Success, "\"DONE\""), (await host.EndAsync(job)) is var (status, result, _) ? (status, result) : default);
    }

    [Fact]
    public async Task Reports_that_were_told_before_are_not_taken_again()
    {
        await using var host = await ServicesHost.StartAsync();
        var (first, second) = (new GroupStatus("1", "1", "DONE", null, 5, "b"), new GroupStatus("2", "2", "DONE", null, 6, "b"));
        ServiceReport Told(long number, GroupStatus status) => new GroupChanged(number, new GroupKey("n2", "g"), status);
        Task<IReadOnlyList<ServiceReport>> TakeAsync(string? stream, params ServiceReport[] reports) =>
            host.Kernel.ExecuteAsync(new RecordReports("n2", stream, reports), Caller.System, Token);

        Assert.Equal(2, (await TakeAsync("s", Told(1, first), Told(2, second))).Count);
        Assert.Empty(await TakeAsync("s", Told(1, first), Told(2, second)));
        Assert.Equal("2", host.Stored("n2/g")!.Level);
        Assert.Single(await TakeAsync("s", Told(2, first), Told(3, first)));
        Assert.Equal("1", host.Stored("n2/g")!.Level);
        // Numbers that begin anew are those of another stream.
        Assert.Single(await TakeAsync("t", Told(1, second)));
        Assert.Equal("2", host.Stored("n2/g")!.Level);
    }

    [Fact]
    public async Task A_job_orders_by_its_key_and_ends_as_the_node_reports()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1"}""");
        Assert.Equal($"1 ({job},0,0) tell g 1", await host.Own.Orders.ReadAsync(Token));
        host.Own.Reports.Add(number => new LevelLogged(number, new CommandKey(job, 0, 0), "on its way"));
        host.Own.Reports.Add(number => new LevelLogged(number, new CommandKey(job, 1, 0), "of another"));
        host.Own.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Reached, "PASSED")));
        var (status, result, log) = await host.EndAsync(job);
        Assert.Equal((JobStatus.Success, "\"PASSED\""), (status, result));
        Assert.Equal(["\"on its way\""], log);
    }

    [Theory]
    [InlineData(LevelEndKind.Failed, "FAILED", "failed: t (exit 1)", "group 'g' is FAILED at level '1': failed: t (exit 1)")]
    [InlineData(LevelEndKind.Incomplete, "DEGRADED", "t cannot be started: no", "group 'g' is DEGRADED at level '1': t cannot be started: no")]
    [InlineData(LevelEndKind.Superseded, "SUPERSEDED", "2", "group 'g' is SUPERSEDED at level '1': the group was told level '2' meanwhile")]
    [InlineData(LevelEndKind.Halting, "HALTING", null, "group 'g' is HALTING at level '1': the daemon stops, and its services with it")]
    [InlineData(LevelEndKind.Removed, "REMOVED", null, "group 'g' is REMOVED at level '1': the group was removed from the cltab")]
    public void An_end_that_is_not_the_level_is_worded(LevelEndKind kind, string word, string? detail, string text) =>
        Assert.Equal(text, NodeWords.Failed(new LevelEnd(kind, word, detail), "g", "1").Message);

    [Fact]
    public async Task A_refusal_ends_the_job_in_words()
    {
        await using var host = await ServicesHost.StartAsync();
        foreach (var (refusal, code, text) in new[]
        {
            (new NodeRefusal(NodeRefusalKind.NoSuchGroup), "unknown_entity", "'g' not found"),
            (new NodeRefusal(NodeRefusalKind.BadGroup, "f:1:2: error: x"), "wrong_input", "f:1:2: error: x"),
            (new NodeRefusal(NodeRefusalKind.Stopping), "temp_unavail", "is stopping"),
            (new NodeRefusal(NodeRefusalKind.StaleTerm), "temp_unavail", "Another master"),
            (new NodeRefusal(NodeRefusalKind.CltabNotTaken, "too much (CODE)"), "wrong_state", "too much (CODE)"),
        })
        {
            host.Own.Refusal = refusal;
            var (status, result, _) = await host.EndAsync(await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1"}"""));
            Assert.Equal(JobStatus.Error, status);
            Assert.Contains(code, result, StringComparison.Ordinal);
            Assert.Contains(text, result, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_named_node_is_asked_and_one_that_cannot_be_reached_is_an_error()
    {
        await using var host = await ServicesHost.StartAsync();
        var clear = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_CLEAR_BACKOFF","group":"g","tag":"t","node":"n2"}""");
        Assert.Equal($"1 ({clear},0,0) clear g t", await host.Other.Orders.ReadAsync(Token));
        Assert.Equal(JobStatus.Success, (await host.EndAsync(clear)).Status);
        var reread = await host.SubmitAsync("""{"OP_ID":"OP_SERVICES_REREAD"}""");
        Assert.Equal((JobStatus.Success, "\"changed\""), ((await host.EndAsync(reread)).Status, (await host.EndAsync(reread)).Result));
        Assert.Equal($"1 ({reread},0,0) take Asking", await host.Own.Orders.ReadAsync(Token));
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync("""{"OP_ID":"OP_SERVICES_REREAD","node":"n3"}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("'n3'", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Asking")]
    [InlineData(",\"yes\":true", "Confirmed")]
    [InlineData(",\"undo\":true", "Undo")]
    public async Task A_reread_says_how_the_cltab_is_to_be_taken_and_one_that_is_refused_shows_what_it_would_have_done(string parameters, string how)
    {
        await using var host = await ServicesHost.StartAsync();
        host.Own.Refusal = new NodeRefusal(NodeRefusalKind.CltabNotTaken, "it stops too much");
        var job = await host.SubmitAsync($$"""{"OP_ID":"OP_SERVICES_REREAD"{{parameters}}}""");
        var (status, result, log) = await host.EndAsync(job);
        Assert.Equal($"1 ({job},0,0) take {how}", await host.Own.Orders.ReadAsync(Token));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("it stops too much", result, StringComparison.Ordinal);
        Assert.Equal(["\"a line\""], log);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("dry_run")]
    public async Task An_undo_takes_no_file(string parameter)
    {
        await using var host = await ServicesHost.StartAsync();
        var (status, _, _) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_SERVICES_REREAD","undo":true,"{{parameter}}":true}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    [Fact]
    public async Task Below_low_space_only_what_may_stop_something_is_taken()
    {
        await using var host = await ServicesHost.StartAsync(freeBytes: () => 0);
        host.Own.Show([Row("up", running: 2, target: "1"), Row("down", running: 0, target: "1")], []);
        var tell = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"up","level":"off"}""");
        Assert.Equal($"1 ({tell},0,0) tell up off", await host.Own.Orders.ReadAsync(Token));
        foreach (var opcode in new[]
        {
            """{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"up","level":"1"}""", """{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"down","level":"2"}""",
            """{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"no","level":"2"}""", """{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"up","level":"2","node":"n9"}""",
            """{"OP_ID":"OP_SERVICES_REREAD"}""",
        })
        {
            var refusal = await Assert.ThrowsAsync<SubmitRefusedException>(() => host.SubmitAsync(opcode));
            Assert.Equal("STORE_LOW_SPACE", refusal.Code);
        }

        static GroupRow Row(string name, int running, string target) =>
            new("n1", name, target, target, "DONE", "DONE", null, 0, Entries: 2, running, Restarts: 0, []);
    }

    [Theory]
    [InlineData("OP_SERVICE_START", "Start g t", "UP")]
    [InlineData("OP_SERVICE_STOP", "Stop g t", "CONFIGURED")]
    [InlineData("OP_SERVICE_RESTART", "Restart g t", "UP")]
    public async Task A_change_of_an_entry_waits_for_its_end(string opcode, string order, string word)
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync($$"""{"OP_ID":"{{opcode}}","group":"g","tag":"t"}""");
        Assert.Equal($"1 ({job},0,0) {order}", await host.Own.Orders.ReadAsync(Token));
        host.Own.Reports.Add(number => new LevelEnded(number, new CommandKey(job, 0, 0), new LevelEnd(LevelEndKind.Reached, word)));
        Assert.Equal((JobStatus.Success, $"\"{word}\""), ((await host.EndAsync(job)).Status, (await host.EndAsync(job)).Result));
    }

    [Fact]
    public async Task Signals_and_reloads_are_handed_on_and_refusals_worded()
    {
        await using var host = await ServicesHost.StartAsync();
        var signal = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_SIGNAL","group":"g","tag":"t","signal":10}""");
        Assert.Equal($"1 ({signal},0,0) signal g t 10", await host.Own.Orders.ReadAsync(Token));
        var reload = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_RELOAD","group":"g","tag":"t"}""");
        Assert.Equal($"1 ({reload},0,0) reload g t", await host.Own.Orders.ReadAsync(Token));
        foreach (var (refusal, text) in new[]
        {
            (new NodeRefusal(NodeRefusalKind.NotRunning), "The entry g/t does not run"),
            (new NodeRefusal(NodeRefusalKind.NotOfLevel, "2"), "The entry g/t does not run in level '2'"),
            (new NodeRefusal(NodeRefusalKind.NotAtLevel, "STARTING"), "The group 'g' is STARTING"),
            (new NodeRefusal(NodeRefusalKind.NotStarted, "no such program"), "g/t: no such program"),
        })
        {
            host.Own.Refusal = refusal;
            var (status, result, _) = await host.EndAsync(await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_START","group":"g","tag":"t"}"""));
            Assert.Equal(JobStatus.Error, status);
            Assert.Contains(text, result, StringComparison.Ordinal);
        }
        Assert.Contains("a%2Fb/t: no such program", (await host.EndAsync(await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_START","group":"a/b","tag":"t"}"""))).Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_looks_orders_nothing()
    {
        await using var host = await ServicesHost.StartAsync();
        foreach (var opcode in new[]
        {
            """{"OP_ID":"OP_SERVICES_CHECK","text":"x"}""", """{"OP_ID":"OP_SERVICES_REREAD","dry_run":true}""",
            """{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1","dry_run":true}""",
        })
        {
            var (status, _, log) = await host.EndAsync(await host.SubmitAsync(opcode));
            Assert.Equal(JobStatus.Success, status);
            Assert.Single(log);
        }
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    [Theory]
    [InlineData("OP_SERVICE_START", ",\"tag\":\"t\"")]
    [InlineData("OP_SERVICE_STOP", ",\"tag\":\"t\"")]
    [InlineData("OP_SERVICE_RESTART", ",\"tag\":\"t\"")]
    [InlineData("OP_SERVICE_RELOAD", ",\"tag\":\"t\"")]
    [InlineData("OP_SERVICE_SIGNAL", ",\"tag\":\"t\",\"signal\":1")]
    [InlineData("OP_SERVICE_CLEAR_BACKOFF", "")]
    public async Task A_dry_run_of_an_order_orders_nothing_and_says_what_would_be_refused(string opcode, string parameters)
    {
        await using var host = await ServicesHost.StartAsync();
        var job = $$"""{"OP_ID":"{{opcode}}","group":"g","dry_run":true{{parameters}}}""";
        Assert.Equal(JobStatus.Success, (await host.EndAsync(await host.SubmitAsync(job))).Status);
        host.Own.Refusal = new NodeRefusal(NodeRefusalKind.NoSuchGroup);
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync(job));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("Service group 'g' not found", result, StringComparison.Ordinal);
        Assert.False(host.Own.Orders.TryRead(out _));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_SERVICES_CHECK"}""", true)]
    [InlineData("""{"OP_ID":"OP_SERVICES_REREAD","dry_run":true}""", true)]
    [InlineData("""{"OP_ID":"OP_SERVICES_REREAD","dry_run":true,"yes":true}""", false)]
    public async Task A_look_at_a_cltab_that_is_to_be_confirmed_ends_with_the_question(string opcode, bool asks)
    {
        await using var host = await ServicesHost.StartAsync();
        host.Own.ToConfirm = "it stops too much (CODE)";
        var (status, result, log) = await host.EndAsync(await host.SubmitAsync(opcode));
        Assert.Equal(asks ? JobStatus.Error : JobStatus.Success, status);
        Assert.Equal(asks, result.Contains("\"it stops too much (CODE)\",\"to_confirm\"", StringComparison.Ordinal));
        Assert.Single(log);
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_SERVICES_CHECK"}""")]
    [InlineData("""{"OP_ID":"OP_SERVICES_REREAD","dry_run":true}""")]
    public async Task A_look_at_a_cltab_that_is_not_taken_ends_with_the_reason(string opcode)
    {
        await using var host = await ServicesHost.StartAsync();
        host.Own.Refusal = new NodeRefusal(NodeRefusalKind.CltabNotTaken, "/etc/cltab belongs to user 7 (CLTAB_FOREIGN_OWNER)");
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync(opcode));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("/etc/cltab belongs to user 7", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_job_orders_the_node_to_give_up()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"1"}""");
        await host.Own.Orders.ReadAsync(Token);
        await host.CancelAsync(job);
        Assert.StartsWith($"1 ({job},0,1) cancel g: ", await host.Own.Orders.ReadAsync(Token), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Canceled, (await host.EndAsync(job)).Status);
    }

    [Fact]
    public async Task Where_a_group_stands_is_durable_before_the_report_is_acknowledged()
    {
        await using var host = await ServicesHost.StartAsync();
        host.Other.Reports.Add(number => new GroupChanged(number, new GroupKey("n2", "a/b"), s_done));
        Assert.Equal(1, await host.Other.Acknowledged.ReadAsync(Token));
        Assert.Equal(("n2", "a/b", s_done), (host.Stored("n2/a%2Fb")!.Node, host.Stored("n2/a%2Fb")!.Group, host.Stored("n2/a%2Fb")!.Status));
        var before = host.Kernel.State.Sequence;
        host.Other.Reports.Add(number => new GroupChanged(number, new GroupKey("n2", "a/b"), s_done));
        Assert.Equal(2, await host.Other.Acknowledged.ReadAsync(Token));
        Assert.Equal(before, host.Kernel.State.Sequence);
        host.Other.Reports.Add(number => new GroupChanged(number, new GroupKey("n2", "a/b"), null));
        Assert.Equal(3, await host.Other.Acknowledged.ReadAsync(Token));
        Assert.Null(host.Stored("n2/a%2Fb"));
    }

    [Fact]
    public async Task Rows_of_all_nodes_are_listed_and_the_own_node_may_be_left_out_of_a_name()
    {
        await using var host = await ServicesHost.StartAsync();
        foreach (var node in new[] { host.Own, host.Other })
            node.Show([Group(node.Name)], [Process(node.Name)]);
        Assert.Equal(["n1/web", "n2/web"], (await host.QueryAsync("service-group", "key")).Select(row => row[0].Trim('"')));
        Assert.Equal([["\"n1/web/httpd\"", "\"web/httpd\"", "2"], ["\"n2/web/httpd\"", "\"web/httpd\"", "2"]], await host.QueryAsync("process", "key,name,memory"));
        // What 'drover logs' takes for the output of another machine.
        Assert.Equal(["/log", "n2:web/httpd"], (await host.QueryAsync("process", "log")).Select(row => row[0].Trim('"')));
        Assert.Equal("\"n1\"", (await host.QueryAsync("process", "node", """["=","name","web/httpd"]"""))[0][0]);
        Assert.Equal("\"n2\"", (await host.QueryAsync("process", "node", """["=","name","n2/web/httpd"]"""))[0][0]);
    }

    [Fact]
    public async Task A_changed_process_is_a_signal_and_a_changed_view_is_told()
    {
        await using var host = await ServicesHost.StartAsync();
        using var signals = host.Kernel.Signals.Subscribe(Caller.System);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Reports.Changed += (_, _) => told.TrySetResult();
        host.Other.Change(new ProcessChange(new ProcessKey("n2", "web", "a/b"), "UP", 7, 2, 1, "exit 3", null));
        var signal = await signals.Signals.ReadAsync(Token);
        Assert.Equal("n2/web/a%2Fb", signal.Subject);
        Assert.Equal("""{"node":"n2","group":"web","tag":"a/b","state":"UP","pid":7,"run":2,"restarts":1,"last_exit":"exit 3"}""", Encoding.UTF8.GetString(signal.Payload.Utf8.Span));
        host.Other.Show([], []);
        await told.Task.WaitAsync(Token);
    }

    private static GroupRow Group(string node) => new(node, "web", "1", "1", "DONE", "DONE", null, 5, 1, 1, 0, []);

    private static ProcessRow Process(string node) =>
        new(node, "web", "httpd", "respawn", "UP", 7, "1", 0, null, null, 5, null, "/bin/x", "/log", "i1");
}
