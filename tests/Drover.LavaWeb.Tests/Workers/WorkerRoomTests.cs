using System.Net.WebSockets;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Workers;
using Drover.Tests.Shared;
using Drover.Web.Calls;

namespace Drover.LavaWeb.Tests.Workers;

/// <summary>What workers of LAVA 2020.9 and later say, and what they are answered.</summary>
public sealed class WorkerRoomTests
{
    private const string Workers = "/scheduler/internal/v1/workers/", Jobs = "/scheduler/internal/v1/jobs/";
    private const string Pass = """{"dt": "x", "lvl": "results", "msg": {"case": "boot", "definition": "0_smoke", "result": "pass"}}""";
    private const string Verdict = """{"dt": "x", "lvl": "results", "msg": {"case": "job", "definition": "lava", "result": "pass"}}""";

    [Fact]
    public async Task A_test_job_runs_from_start_to_end()
    {
        await using var site = await LavaSite.StartAsync();
        Assert.Equal("""{"cancel":[],"running":[],"start":[]}""", (await site.PingAsync()).GetRawText());
        var id = await site.SubmitTestJobAsync();
        var (start, token) = await site.ToDoAsync("start");
        Assert.Equal([id], start);

        var (status, texts) = await site.GetAsync($"{Jobs}{id}/", token);
        Assert.Equal(200, status);
        Assert.Equal(["definition", "device", "dispatcher", "env", "env-dut"], texts.EnumerateObject().Select(text => text.Name));
        Assert.Contains("compatibility:", texts.GetProperty("definition").GetString(), StringComparison.Ordinal);
        await ExpectAsync("{}", site.PostAsync($"{Jobs}{id}/", token, ("state", "RUNNING")));
        Assert.Equal([id], (await site.ToDoAsync("running")).Ids);
        Assert.Empty((await site.ToDoAsync("start")).Ids);

        await ExpectAsync("""{"line_count":2}""", LogAsync(site, id, token, 0, Line(1), Pass));
        await ExpectAsync("""{"line_count":1}""", LogAsync(site, id, token, 2, Verdict));
        await ExpectAsync("{}", site.PostAsync($"{Jobs}{id}/", token, ("state", "finished"), ("result", "pass"), ("error_type", ""), ("errors", ""), ("description", "compatibility: 0\n")));
        Assert.Equal(JobStatus.Success, await site.UntilFinalAsync(id));
        Assert.Equal($"- {Line(1)}\n- {Pass}\n- {Verdict}\n", site.LogOf(id));
        Assert.Equal(["\"0_smoke\" \"boot\" \"pass\" 1", "\"lava\" \"job\" \"pass\" 2"], await site.RowsAsync("result", "suite", "case", "result", "line"));
        Assert.Equal("""{"cancel":[],"running":[],"start":[]}""", (await site.PingAsync()).GetRawText());
        Assert.Equal(["\"w1\" \"Online\" \"2023.01\""], await site.RowsAsync("worker", "name", "state", "version"));
    }

    [Fact]
    public async Task The_end_is_what_the_worker_reports_and_not_what_the_log_says()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await LogAsync(site, id, token, 0, Verdict);
        await ExpectAsync("{}", site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "fail"), ("error_type", "Infrastructure"), ("errors", "it fell")));
        Assert.Equal(JobStatus.Error, await site.UntilFinalAsync(id));
        Assert.Equal(["\"Incomplete\" \"Infrastructure\" \"it fell\""], await site.RowsAsync("test-job", "health", "error_type", "comment"));
    }

    [Fact]
    public async Task Why_a_job_is_incomplete_is_what_its_log_says_where_the_worker_says_nothing()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await LogAsync(site, id, token, 0, """{"dt": "x", "lvl": "results", "msg": {"case": "job", "definition": "lava", "error_msg": "it took too long", "error_type": "Job", "result": "fail"}}""");
        await site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "fail"), ("error_type", "Job"), ("errors", ""));
        await site.UntilFinalAsync(id);
        Assert.Equal(["\"Job\" \"it took too long\""], await site.RowsAsync("test-job", "error_type", "comment"));
    }

    [Fact]
    public async Task Lines_that_come_again_are_not_doubled_and_lines_after_a_gap_are_kept()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await LogAsync(site, id, token, 0, Line(1), Pass);
        await ExpectAsync("""{"line_count":2}""", LogAsync(site, id, token, 0, Line(1), Pass));
        await ExpectAsync("""{"line_count":3}""", LogAsync(site, id, token, 0, Line(1), Pass, Line(3)));
        await ExpectAsync("""{"line_count":1}""", LogAsync(site, id, token, 7, Line(8)));
        Assert.Equal($"- {Line(1)}\n- {Pass}\n- {Line(3)}\n- {Line(8)}\n", site.LogOf(id));
        Assert.Single(await site.RowsAsync("result", "case"));
    }

    [Fact]
    public async Task Events_are_stored_as_debug_and_numbers_that_are_none_cost_no_result()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        const string Event = """{"dt": "x", "lvl": "event", "msg": "the board is warm"}""";
        const string NoNumber = """{"dt": "x", "lvl": "results", "msg": {"case": "volts", "definition": "0_smoke", "measurement": ! ".nan", "result": "pass", "starttc": ! "0", "endtc": ! "1"}}""";
        const string NoVerdict = """{"dt": "x", "lvl": "results", "msg": {"case": "amps", "definition": "0_smoke", "result": "maybe"}}""";
        await ExpectAsync("""{"line_count":3}""", LogAsync(site, id, token, 0, Event, NoNumber, NoVerdict));
        await ExpectAsync("""{"line_count":1}""", LogAsync(site, id, token, 3, Line(1)));
        Assert.Equal($"- {Event.Replace("event", "debug", StringComparison.Ordinal)}\n- {NoNumber}\n- {NoVerdict}\n- {Line(1)}\n", site.LogOf(id));
        Assert.Equal(["\"volts\" \"pass\""], await site.RowsAsync("result", "case", "result"));
    }

    [Fact]
    public async Task A_daemon_that_was_away_goes_on_where_it_was()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await LogAsync(site, id, token, 0, Line(1), Line(2));
        await site.RestartAsync();
        await Soon.HoldsAsync(() => site.Lab.Assignments.Find(id) is not null);
        var (running, same) = await site.ToDoAsync("running");
        Assert.Equal([id], running);
        Assert.Equal(token, same);
        await LogAsync(site, id, token, 0, Line(1), Line(2), Line(3));
        await ExpectAsync("{}", site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "pass")));
        Assert.Equal(JobStatus.Success, await site.UntilFinalAsync(id));
        Assert.Equal($"- {Line(1)}\n- {Line(2)}\n- {Line(3)}\n", site.LogOf(id));
    }

    [Fact]
    public async Task Who_comes_by_the_name_of_the_worker_in_the_daemon_is_refused_with_words()
    {
        await using var site = await LavaSite.StartAsync();
        var id = await site.SubmitTestJobAsync();
        var isUsed = true;
        site.Lab.Assignments.Hearing.Reserve("w1", isNode: false, () => isUsed);
        const string Words = "'w1' is the worker in the daemon. Start this one by another name (--name), or give that one another (the setting lab-worker)";
        foreach (var token in new[] { "secret", "wrong" })
        {
            var (status, ping) = await site.GetAsync($"{Workers}w1/?version=2023.01", token);
            Assert.Equal((403, $"Worker 'w1' is refused: {Words}"), (status, ping.GetProperty("error").GetString()));
        }
        var (refused, answer) = await site.PostAsync(Workers, "", ("name", "w1"));
        Assert.Equal((403, $"Worker 'w1' gets no token: {Words}"), (refused, answer.GetProperty("error").GetString()));
        Assert.Equal(["\"Scheduled\""], await site.RowsAsync("test-job", "state"));
        Assert.False(site.Lab.Assignments.Find(id)!.IsTaken);

        // While the daemon runs nothing by that name, it is a name as any other.
        isUsed = false;
        Assert.Equal(200, (await site.GetAsync($"{Workers}w1/?version=2023.01", "secret")).Status);
    }

    [Fact]
    public async Task What_is_said_of_a_job_that_is_over_or_unknown_changes_nothing_and_is_answered()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "pass"));
        await site.UntilFinalAsync(id);
        await ExpectAsync("{}", site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "fail")));
        await ExpectAsync("{}", site.PostAsync($"{Jobs}{id}/", token, ("state", "RUNNING")));
        await ExpectAsync("""{"line_count":1}""", LogAsync(site, id, token, 0, Line(1)));
        Assert.Equal(["\"Finished\" \"Complete\""], await site.RowsAsync("test-job", "state", "health"));
        Assert.Equal($"- {Line(1)}\n", site.LogOf(id));
        Assert.Equal(404, (await site.GetAsync($"{Jobs}{id}/", token)).Status);
    }

    [Fact]
    public async Task One_that_no_worker_asked_for_is_cancelled_here_alone()
    {
        await using var site = await LavaSite.StartAsync();
        var id = await site.SubmitTestJobAsync();
        var (_, token) = await site.ToDoAsync("start");
        await site.CancelAsync(id);
        Assert.Equal(JobStatus.Canceled, await site.UntilFinalAsync(id));
        Assert.Equal("""{"cancel":[],"running":[],"start":[]}""", (await site.PingAsync()).GetRawText());
        Assert.Equal(404, (await site.GetAsync($"{Jobs}{id}/", token)).Status);
    }

    [Fact]
    public async Task One_that_runs_is_cancelled_by_its_worker()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await site.CancelAsync(id);
        await Soon.HoldsAsync(() => site.Lab.Assignments.Find(id)?.State == TestJobState.Canceling);
        Assert.Equal([id], (await site.ToDoAsync("cancel")).Ids);
        Assert.Empty((await site.ToDoAsync("running")).Ids);
        await site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "fail"), ("error_type", "Canceled"));
        Assert.Equal(JobStatus.Canceled, await site.UntilFinalAsync(id));
        Assert.Equal(["\"Canceled\""], await site.RowsAsync("test-job", "health"));
    }

    [Fact]
    public async Task One_of_which_nobody_knows_whether_it_was_begun_is_told_as_if_it_were_to_start()
    {
        await using var site = await LavaSite.StartAsync();
        var id = await site.SubmitTestJobAsync();
        var (_, token) = await site.ToDoAsync("start");
        await site.GetAsync($"{Jobs}{id}/", token);
        await site.CancelAsync(id);
        await Soon.HoldsAsync(() => site.Lab.Assignments.Find(id)?.State == TestJobState.Canceling);
        Assert.Empty((await site.ToDoAsync("cancel")).Ids);
        Assert.Equal([id], (await site.ToDoAsync("start")).Ids);
        // A worker that has it says so.
        await site.PostAsync($"{Jobs}{id}/", token, ("state", "RUNNING"));
        Assert.Equal([id], (await site.ToDoAsync("cancel")).Ids);
        Assert.Empty((await site.ToDoAsync("start")).Ids);
        // Another one asks for it.
        Assert.Equal(404, (await site.GetAsync($"{Jobs}{id}/", token)).Status);
        Assert.Equal(JobStatus.Canceled, await site.UntilFinalAsync(id));
    }

    [Fact]
    public async Task Who_has_not_the_right_token_changes_nothing()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        foreach (var wrong in new[] { null, "", "secret", "x", token[1..] + "0" })
        {
            Assert.Equal(400, (await site.GetAsync($"{Jobs}{id}/", wrong)).Status);
            Assert.Equal(400, (await site.PostAsync($"{Jobs}{id}/", wrong, ("state", "FINISHED"), ("result", "pass"))).Status);
            Assert.Equal(400, (await site.PostAsync($"{Jobs}{id}/logs/", wrong, ("lines", $"- {Line(1)}"), ("index", "0"))).Status);
            if (wrong != "secret")
                Assert.Equal(400, (await site.GetAsync($"{Workers}w1/?version=2023.01", wrong)).Status);
        }
        Assert.Equal(404, (await site.GetAsync($"{Workers}w2/?version=2023.01")).Status);
        Assert.Equal(404, (await site.GetAsync($"{Jobs}x/", token)).Status);
        Assert.Equal("", site.LogOf(id));
        Assert.Equal([id], (await site.ToDoAsync("running")).Ids);
        await site.DoAsync("OP_WORKER_SET", json =>
        {
            json.WriteString("name", "w1");
            json.WriteString("token_hash", "");
        });
        Assert.Equal(400, (await site.GetAsync($"{Workers}w1/?version=2023.01")).Status);
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_told_where_and_changes_nothing()
    {
        await using var site = await LavaSite.StartAsync();
        var (id, token) = await BeginAsync(site);
        await RefusedAsync("'version' is missing", site.GetAsync($"{Workers}w1/"));
        await RefusedAsync("'state' is 'GONE'", site.PostAsync($"{Jobs}{id}/", token, ("state", "gone")));
        await RefusedAsync("'state' is ''", site.PostAsync($"{Jobs}{id}/", token, ("result", "pass")));
        await RefusedAsync("'result' is 'maybe'", site.PostAsync($"{Jobs}{id}/", token, ("state", "FINISHED"), ("result", "maybe")));
        await RefusedAsync("'index' is '-1'", site.PostAsync($"{Jobs}{id}/logs/", token, ("lines", "- x"), ("index", "-1")));
        await RefusedAsync("'lines' is missing", site.PostAsync($"{Jobs}{id}/logs/", token, ("index", "0")));
        await RefusedAsync("'lines' must be a list", site.PostAsync($"{Jobs}{id}/logs/", token, ("lines", "x"), ("index", "0")));
        await RefusedAsync("two hexadecimal digits", site.SendAsync(HttpMethod.Post, $"{Jobs}{id}/", token, new StringContent("state=%", null, "application/x-www-form-urlencoded")));
        await RefusedAsync("must be a form", site.SendAsync(HttpMethod.Post, $"{Jobs}{id}/", token, new StringContent("{}", null, "application/json")), 415);
        await RefusedAsync("at most 1048576 are taken", site.PostAsync($"{Jobs}{id}/logs/", token, ("lines", new string('x', 1 << 20)), ("index", "0")), 413);
        await RefusedAsync("for websockets", site.GetAsync("/ws/"));
        Assert.Equal([id], (await site.ToDoAsync("running")).Ids);
        Assert.Equal("", site.LogOf(id));
    }

    [Theory]
    [InlineData(WorkerRegistration.Yes, 200)]
    [InlineData(WorkerRegistration.Local, 200)]
    [InlineData(WorkerRegistration.No, 403)]
    public async Task A_worker_that_nobody_has_added_gets_a_token_where_that_is_allowed(WorkerRegistration registration, int expected)
    {
        await using var site = await LavaSite.StartAsync(registration);
        var (status, body) = await site.PostAsync(Workers, null, ("name", "w2"));
        Assert.Equal(expected, status);
        if (status != 200)
        {
            Assert.Contains("lava-register", body.GetProperty("error").GetString(), StringComparison.Ordinal);
            Assert.Equal(["\"w1\""], await site.RowsAsync("worker", "name"));
            return;
        }
        var token = body.GetProperty("token").GetString()!;
        Assert.Equal(("w2", 32), (body.GetProperty("name").GetString(), token.Length));
        Assert.Equal(200, (await site.GetAsync($"{Workers}w2/?version=2023.01", token)).Status);
        // Another one of that name gets none, and the first keeps its own.
        Assert.Equal(403, (await site.PostAsync(Workers, null, ("name", "w2"))).Status);
        Assert.Equal(200, (await site.GetAsync($"{Workers}w2/?version=2023.01", token)).Status);
    }

    [Fact]
    public async Task Names_that_cannot_be_used_and_workers_with_a_token_are_refused()
    {
        await using var site = await LavaSite.StartAsync(WorkerRegistration.Yes);
        await RefusedAsync("'name' is missing", site.PostAsync(Workers, null));
        await RefusedAsync("cannot have this name", site.PostAsync(Workers, null, ("name", "../x")));
        await RefusedAsync("at most 16384 are taken", site.PostAsync(Workers, null, ("name", new string('x', 20_000))), 413);
        await RefusedAsync("has a token already", site.PostAsync(Workers, null, ("name", "w1")), 403);
        Assert.Equal(200, (await site.GetAsync($"{Workers}w1/?version=2023.01")).Status);
    }

    [Fact]
    public async Task A_superuser_registers_a_worker_from_anywhere_and_others_do_not()
    {
        await using var site = await LavaSite.StartAsync(WorkerRegistration.No);
        foreach (var (user, superuser) in new[] { ("ada", true), ("bob", false) })
            await site.DoAsync("OP_TOKEN_ADD", json =>
            {
                json.WriteString("user", user);
                json.WriteString("hash", SecretHash.Of($"{user}'s"));
                json.WriteBoolean("superuser", superuser);
            });
        await RefusedAsync("no superuser", site.PostAsync(Workers, null, ("name", "w1"), ("username", "bob"), ("password", "bob's")), 403);
        await RefusedAsync("no token of user", site.PostAsync(Workers, null, ("name", "w1"), ("username", "bob"), ("password", "ada's")), 403);
        await RefusedAsync("no token of user", site.PostAsync(Workers, null, ("name", "w1"), ("username", "ada")), 403);
        var (status, body) = await site.PostAsync(Workers, null, ("name", "w1"), ("username", "ada"), ("password", "ada's"));
        Assert.Equal(200, status);
        Assert.Equal(400, (await site.GetAsync($"{Workers}w1/?version=2023.01")).Status);
        Assert.Equal(200, (await site.GetAsync($"{Workers}w1/?version=2023.01", body.GetProperty("token").GetString())).Status);
    }

    [Fact]
    public async Task A_worker_is_woken_for_a_start_a_cancel_and_to_report_an_end()
    {
        await using var site = await LavaSite.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{site.Address.Authority}/ws/"), LavaSite.Stop);
        var id = await site.SubmitTestJobAsync();
        Assert.Equal(("org.lavasoftware.testjob", id, "Scheduled", "w1"), await NextAsync(socket));
        var (_, token) = await site.ToDoAsync("start");
        await site.GetAsync($"{Jobs}{id}/", token);
        await site.PostAsync($"{Jobs}{id}/", token, ("state", "RUNNING"));
        await LogAsync(site, id, token, 0, Verdict);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("org.lavasoftware.reminder.testjob", id, "Scheduled", "w1"), await NextAsync(socket));
        await site.CancelAsync(id);
        Assert.Equal(("org.lavasoftware.testjob", id, "Canceling", "w1"), await NextAsync(socket));
    }

    [Fact]
    public async Task Lavacli_hears_what_is_public_with_all_that_it_prints()
    {
        await using var site = await LavaSite.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", "lavacli v1.2");
        await socket.ConnectAsync(new Uri($"ws://{site.Address.Authority}/ws/"), LavaSite.Stop);
        var hidden = LavaSite.Definition.Replace("visibility: public", "visibility: personal", StringComparison.Ordinal);
        await site.SubmitAsync("OP_TEST_JOB_RUN", json => json.WriteString("definition", hidden));
        var id = await site.SubmitAsync("OP_TEST_JOB_RUN", json => json.WriteString("definition", LavaSite.Definition));
        var (topic, data) = await FrameAsync(socket);
        while (topic != "org.lavasoftware.testjob")
            (topic, data) = await FrameAsync(socket);
        Assert.Equal((id, "Submitted", "Unknown", "hello"),
            (data.GetProperty("job").GetInt64(), data.GetProperty("state").GetString(), data.GetProperty("health").GetString(), data.GetProperty("description").GetString()));
    }

    [Fact]
    public async Task Every_path_is_described()
    {
        await using var site = await LavaSite.StartAsync();
        var routes = new RouteTable([site.Room]);
        Assert.Equal(routes.All.Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal), routes.Descriptions.Single()["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}")).Order(StringComparer.Ordinal));
    }

    private static async Task<(long Id, string Token)> BeginAsync(LavaSite site)
    {
        var id = await site.SubmitTestJobAsync();
        var (_, token) = await site.ToDoAsync("start");
        Assert.Equal(200, (await site.GetAsync($"{Jobs}{id}/", token)).Status);
        Assert.Equal(200, (await site.PostAsync($"{Jobs}{id}/", token, ("state", "RUNNING"))).Status);
        return (id, token);
    }

    private static Task<(int Status, JsonElement Body)> LogAsync(LavaSite site, long id, string token, int index, params string[] lines) =>
        site.PostAsync($"{Jobs}{id}/logs/", token, ("lines", "- " + string.Join("\n- ", lines)), ("index", $"{index}"));

    private static string Line(int number) => $$"""{"dt": "x", "lvl": "target", "msg": "line {{number}} + 100% é"}""";

    private static async Task ExpectAsync(string body, Task<(int Status, JsonElement Body)> answer)
    {
        var (status, found) = await answer;
        Assert.Equal((200, body), (status, found.GetRawText()));
    }

    private static async Task RefusedAsync(string text, Task<(int Status, JsonElement Body)> answer, int expected = 400)
    {
        var (status, body) = await answer;
        Assert.Equal(expected, status);
        Assert.Contains(text, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(string Topic, long Job, string State, string Worker)> NextAsync(ClientWebSocket socket)
    {
        var (topic, body) = await FrameAsync(socket);
        return (topic, body.GetProperty("job").GetInt64(), body.GetProperty("state").GetString()!, body.GetProperty("worker").GetString()!);
    }

    private static async Task<(string Topic, JsonElement Body)> FrameAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4_096];
        var read = await socket.ReceiveAsync(buffer.AsMemory(), LavaSite.Stop);
        Assert.True(read.EndOfMessage);
        using var frame = JsonDocument.Parse(buffer.AsMemory(0, read.Count));
        Assert.Equal(5, frame.RootElement.GetArrayLength());
        using var body = JsonDocument.Parse(frame.RootElement[4].GetString()!);
        return (frame.RootElement[0].GetString()!, body.RootElement.Clone());
    }
}
