using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>The real <c>drover</c> against the real daemon.</summary>
public sealed class CliTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void Submit_follows_the_job_and_tells_its_end_by_the_exit_code()
    {
        var done = Daemon.Drover("submit", "test-delay", "duration=0.05").Expect(0);
        Assert.Matches(@"Job \d+ success", done.Output);
        var failed = Daemon.Drover("submit", "test-delay", "duration=0").Expect(1);
        Assert.Contains("Duration must be greater than zero", failed.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_detached_prints_the_id_alone_and_wait_waits_for_it()
    {
        var id = Submit("test-delay", "duration=0.3");
        Assert.Contains($"Job {id} success", Daemon.Drover("wait", $"{id}").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_of_a_wrong_parameter_names_it_and_makes_no_job()
    {
        var before = Daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines.Length;
        Assert.Contains("duration", Daemon.Drover("submit", "test-delay", "duration=long").Expect(6).Error, StringComparison.Ordinal);
        Assert.Contains("nosuch", Daemon.Drover("submit", "test-delay", "duration=1", "nosuch=1").Expect(6).Error, StringComparison.Ordinal);
        Assert.Contains("OP_INSTANCE_CREATE", Daemon.Drover("submit", "instance-create", "instance_name=x").Expect(6).Error, StringComparison.Ordinal);
        Assert.Equal(before, Daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines.Length);
    }

    [Fact]
    public void Submit_reads_a_graph_of_jobs_from_a_file()
    {
        var file = Daemon.Sandbox.At("graph.yaml");
        File.WriteAllText(file, """
            jobs:
            - ops: [{OP_ID: test-delay, duration: 0.05}]
            - ops: [{OP_ID: test-delay, duration: 0.05, depends: [[-1, [success]]]}]
            """);
        var ids = Daemon.Drover("submit", "-f", file, "--detach").Expect(0).Lines;
        Assert.Equal(2, ids.Length);
        Daemon.Drover("wait", ids[0], ids[1]).Expect(0);
    }

    [Fact]
    public void A_dry_run_says_so_and_changes_nothing()
    {
        var before = Daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines.Length;
        Assert.Contains("GROUP_ADD(dry)", Daemon.Drover("submit", "group-add", "group_name=dry", "--dry-run").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("not found", Daemon.Drover("submit", "group-remove", "group_name=nosuch", "--dry-run").Expect(6).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("dry", Daemon.Drover("get", "node-groups", "-o", "name").Expect(0).Lines);
        Assert.Equal(before, Daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines.Length);
    }

    [Fact]
    public void The_same_token_makes_one_job()
    {
        var first = Daemon.Drover("submit", "test-delay", "duration=0.01", "--token", "once", "--detach").Expect(0).Output;
        Assert.Equal(first, Daemon.Drover("submit", "test-delay", "duration=0.01", "--token", "once", "--detach").Expect(0).Output);
        Daemon.Drover("submit", "test-delay", "duration=0.02", "--token", "once", "--detach").Expect(6);
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("locks")]
    [InlineData("nodes")]
    [InlineData("groups")]
    [InlineData("node-groups")]
    [InlineData("processes")]
    [InlineData("instances")]
    [InlineData("networks")]
    [InlineData("exports")]
    [InlineData("filters")]
    [InlineData("clusters")]
    [InlineData("tags")]
    [InlineData("events")]
    public void Every_resource_is_listed_in_every_form(string resource)
    {
        foreach (var form in (string[])["table", "wide", "json", "jsonl", "yaml", "csv", "name"])
            Daemon.Drover("get", resource, "-o", form).Expect(0);
        Daemon.Drover("get", resource, "-c", "*", "-o", "jsonl").Expect(0);
        Assert.NotEmpty(Daemon.Drover("fields", resource).Expect(0).Lines);
    }

    [Fact]
    public void Get_filters_sorts_limits_and_prints_field_names_as_keys()
    {
        long first = Submit("test-delay", "duration=0.01"), second = Submit("test-delay", "duration=0.01");
        Daemon.Drover("wait", $"{first}", $"{second}").Expect(0);
        var rows = Daemon.Drover("get", "jobs", "-F", $"id >= {first} and status == \"success\"", "--sort", "-id", "--limit", "2", "-c", "id,status", "-o", "jsonl")
            .Expect(0).Lines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(2, rows.Count);
        Assert.True((long)rows[0]["id"]! > (long)rows[1]["id"]!);
        Assert.All(rows, row => Assert.Equal("success", (string)row["status"]!));
        Daemon.Drover("get", "jobs", "-F", "id ==").Expect(6);
        Daemon.Drover("get", "jobs", "-c", "id,nosuch").Expect(14);
    }

    [Fact]
    public void Why_names_the_job_and_the_lock_that_is_waited_for()
    {
        var holder = Submit("test-delay", "duration=300", "no_locks=false");
        Daemon.Http.WaitFor(holder, "running");
        var waiter = Submit("test-delay", "duration=0.01", "no_locks=false");
        Daemon.Http.WaitFor(waiter, "waiting");
        var why = Daemon.Drover("why", $"{waiter}").Expect(0).Output;
        Assert.Contains($"job {holder} holds node 'node1'", why, StringComparison.Ordinal);
        Assert.Contains($"Job {holder} is running", why, StringComparison.Ordinal);
        Daemon.Drover("cancel", $"{holder}").Expect(0);
        Assert.Equal("success", Daemon.Http.WaitForEnd(waiter));
        Assert.Equal("canceled", Daemon.Http.WaitForEnd(holder));
    }

    [Fact]
    public void Cancel_priority_and_archive_do_what_they_say()
    {
        var holder = Submit("test-delay", "duration=300", "no_locks=false");
        Daemon.Http.WaitFor(holder, "running");
        var waiter = Submit("test-delay", "duration=0.01", "no_locks=false");
        Daemon.Drover("priority", $"{waiter}", "-15").Expect(0);
        Assert.Equal([$"{waiter}", "-15"], Daemon.Drover("get", "jobs", "-c", "id,priority", "-F", $"id == {waiter}", "--no-headers").Expect(0).Row($"{waiter}"));
        Daemon.Drover("cancel", $"{waiter}").Expect(0);
        Assert.Equal("canceled", Daemon.Http.WaitForEnd(waiter));
        Daemon.Drover("wait", $"{waiter}").Expect(4);
        Daemon.Drover("archive", $"{waiter}").Expect(0);
        Assert.DoesNotContain($"{waiter}", Daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines);
        Daemon.Drover("cancel", $"{holder}", "--kill").Expect(0);
        Assert.Equal("error", Daemon.Http.WaitForEnd(holder));
    }

    [Fact]
    public void Watch_logs_and_show_tell_the_same_story()
    {
        var id = Submit("test-delay", "duration=0.1", "repeat=3");
        var watch = Daemon.Drover("watch", $"{id}").Expect(0).Output;
        Assert.Contains("test delay 3 of 3", watch, StringComparison.Ordinal);
        Assert.Contains($"Job {id} success", watch, StringComparison.Ordinal);
        Assert.Equal(3, Daemon.Drover("logs", $"{id}").Expect(0).Lines.Length);
        Assert.Contains("test delay 3 of 3", Daemon.Drover("show", $"{id}").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_follow_from_where_one_has_been()
    {
        var id = Submit("test-delay", "duration=0.01");
        Daemon.Drover("wait", $"{id}").Expect(0);
        using var follow = Command.Begin(Programs.Client, ["events", "--follow", "--after", "0", "-o", "jsonl"],
            new Dictionary<string, string> { ["DROVER_SOCKET"] = Daemon.Sandbox.HttpSocket });
        try
        {
            var last = 0L;
            while (true)
            {
                var line = follow.StandardOutput.ReadLine() ?? throw new InvalidOperationException(follow.StandardError.ReadToEnd());
                var happening = JsonNode.Parse(line)!;
                Assert.Equal(last + 1, last = (long)happening["seq"]!);
                if ((string)happening["kind"]! == "opcode-ended" && (long)happening["payload"]!["id"]! == id)
                    break;
            }
        }
        finally
        {
            Signals.SendToGroup(follow.Id, Signals.Kill);
        }
    }

    [Fact]
    public void Drain_refuses_jobs_and_is_undone()
    {
        Daemon.Drover("drain", "on").Expect(0);
        var refused = Daemon.Drover("submit", "test-delay", "duration=0.01").Expect(6);
        Assert.Contains("QUEUE_DRAINED", refused.Error, StringComparison.Ordinal);
        Daemon.Drover("drain", "off").Expect(0);
        Daemon.Drover("submit", "test-delay", "duration=0.01").Expect(0);
    }

    [Fact]
    public void Config_says_where_each_setting_comes_from()
    {
        var config = Daemon.Drover("config").Expect(0).Output;
        Assert.Contains(Daemon.Sandbox.State, config, StringComparison.Ordinal);
        Assert.Contains("command line", config, StringComparison.Ordinal);
        Assert.Contains("default", config, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_verifies_and_replays_the_journal()
    {
        Daemon.Drover("submit", "group-add", "group_name=audited").Expect(0);
        Assert.Matches(@"^\d+ records checked, 1 to \d+, replayed", Daemon.Drover("audit", "verify", "--replay").Expect(0).Output);
    }

    [Fact]
    public void Without_a_daemon_it_says_how_to_start_one()
    {
        var none = Command.Run(Programs.Client, ["get", "jobs", "--socket", Daemon.Sandbox.At("nobody.sock")]).Expect(3);
        Assert.Contains("droverd", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_metrics_answer_strangers_over_TCP_and_nothing_else_does()
    {
        using var sandbox = new Sandbox();
        using var daemon = Daemon.Start(sandbox, "--listen", "127.0.0.1:0");
        var address = "http://" + daemon.Listens;
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        foreach (var (path, status) in new[] { ("/livez", 200), ("/readyz", 200), ("/metrics", 200), ("/v1/version", 401), ("/v1/jobs/1", 401), ("/v1/query/job", 401) })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((path, status), (path, (int)answer.StatusCode));
        }
        Assert.Equal(200, daemon.Http.Get("/v1/openapi.json").Status);
    }

    private long Submit(string op, params string[] arguments) =>
        long.Parse(Daemon.Drover(["submit", op, .. arguments, "--detach"]).Expect(0).Output.Trim());
}
