using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.Live;

/// <summary><c>get --watch</c> where the output is no terminal.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("table", "Name  State\na     UP\nb     UP\nb     PAUSING\na gone\n")]
    [InlineData("jsonl", "{\"name\":\"a\",\"state\":\"UP\"}\n{\"name\":\"b\",\"state\":\"UP\"}\n{\"name\":\"b\",\"state\":\"PAUSING\"}\n{\"gone\":\"a\"}\n")]
    [InlineData("json", "{\"name\":\"a\",\"state\":\"UP\"}\n{\"name\":\"b\",\"state\":\"UP\"}\n{\"name\":\"b\",\"state\":\"PAUSING\"}\n{\"gone\":\"a\"}\n")]
    [InlineData("yaml", "---\nname: a\nstate: UP\n---\nname: b\nstate: UP\n---\nname: b\nstate: PAUSING\n---\ngone: a\n")]
    [InlineData("csv", "name,state\r\na,UP\r\nb,UP\r\nb,PAUSING\r\n")]
    [InlineData("name", "a\nb\nb\na gone\n")]
    [InlineData("wide", "Name  State\na     UP\nb     UP\nb     PAUSING\na gone\n")]
    public void Rows_come_first_and_then_what_changes(string form, string output)
    {
        Assert.Equal((130, output), Watch(form, Rows(("a", "UP"), ("b", "UP")), Rows(("a", "UP"), ("b", "UP")), Rows(("b", "PAUSING"))));
        Assert.Contains(_daemon.Requests, request => request.Line == "GET /v1/events" && request.Query["signals"] == "all");
    }

    [Fact]
    public void The_newest_are_watched_and_columns_follow_from_fields_as_in_a_listing()
    {
        var job = (int id) => $$"""[[0,{{id}}],[0,[1700000000,0]],[0,null],[3,null],[0,"uid:0"],[0,"running"]]""";
        _daemon.On("GET /v1/query/job/fields", """{"fields":[{"name":"id","title":"ID","kind":"number","doc":"","default":true}]}""")
            .On("GET /v1/query/job", $$$"""
                {"fields":[{"name":"id","title":"ID","kind":"number","doc":""},{"name":"received_ts","title":"","kind":"other","doc":""},{"name":"start_ts","title":"","kind":"other","doc":""},
                 {"name":"end_ts","title":"","kind":"other","doc":""},{"name":"principal","title":"","kind":"text","doc":""},{"name":"status","title":"Status","kind":"text","doc":""}],
                 "rows":[{{{job(9)}}},{{{job(8)}}}],"next":null}
                """);
        string Watched(params string[] line)
        {
            Session session = null!;
            _daemon.On("GET /v1/events", FakeDaemon.Stream());
            // The first look is printed; the pause behind it is where this ends.
            var result = CliRun.InProcess(["get", "jobs", "-w", .. line, "--socket", _daemon.SocketPath], s => session = s, pause: _ => session.InterruptNow(), clock: new StandingClock(DateTimeOffset.FromUnixTimeSeconds(1700000060)));
            Assert.Equal((130, ""), (result.Code, result.Err));
            return result.Out;
        }

        Assert.Equal("ID  Age  Owner  Status\n 8  1m   root   running\n 9  1m   root   running\n", Watched("--last=2", "-c", "id,age,owner,status"));
        Assert.Equal(("-id", "2"), Asked());
        Assert.Equal("8 for 1m\n9 for 1m\n", Watched("--limit", "2", "-o", "template={id} for {age}"));
        Assert.Equal(("-id", "2"), Asked());
        Watched("-c", "id");
        Assert.Equal(("-id", "200"), Asked());
        Watched("-c", "id", "--sort", "id", "--limit", "2");
        Assert.Equal(("id", "2"), Asked());

        (string, string) Asked() => _daemon.Requests.Last(request => request.Line == "GET /v1/query/job").Query is var query ? ((string)query["sort"]!, (string)query["limit"]!) : default;
    }

    [Fact]
    public void Events_are_followed_by_their_own_verb()
    {
        Assert.Contains("drover events --follow", _daemon.Run("get", "events", "-w").Err, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_refusal_is_no_daemon_to_wait_for()
    {
        _daemon.On("GET /v1/events", "id: 1\ndata: {}\n\n").On("GET /v1/query/process/fields", Fields)
            .On("GET /v1/query/process", 400, """{"error":{"code":"FILTER_SYNTAX","message":"expected a value"}}""");
        var result = _daemon.Run("get", "processes", "-w", "-c", "name,state");
        Assert.Equal((6, "drover: FILTER_SYNTAX: expected a value\n"), (result.Code, result.Err));
    }

    /// <summary>Each answer is one look; after one more the watcher is interrupted.</summary>
    private (int Code, string Out) Watch(string form, params string[] answers)
    {
        Session session = null!;
        using var looked = new SemaphoreSlim(0);
        _daemon.On("GET /v1/query/process/fields", Fields)
            .On("GET /v1/query/process", [.. answers.Select(answer => (Func<HttpContext, Task>)(async context =>
            {
                await context.Response.WriteAsync(answer, context.RequestAborted);
                looked.Release();
            }))])
            .On("GET /v1/events", async context =>
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                for (var i = 1; i <= answers.Length; i++)
                {
                    await looked.WaitAsync(context.RequestAborted);
                    await context.Response.WriteAsync($"id: {i}\ndata: {{}}\n\n", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }

                // What the look before found is printed when this one is asked for.
                await looked.WaitAsync(context.RequestAborted);
                session.InterruptNow();
            });
        var result = CliRun.InProcess(["get", "processes", "-w", "-o", form, "-c", "name,state", "--socket", _daemon.SocketPath], s => session = s);
        return (result.Code, result.Out);
    }

    private const string Fields = """
        {"fields":[
          {"name":"name","title":"Name","kind":"text","doc":"","default":true},
          {"name":"state","title":"State","kind":"text","doc":"","default":true}]}
        """;

    private static string Rows(params (string Name, string State)[] rows) =>
        $$"""{"fields":[{"name":"name","title":"Name","kind":"text","doc":""},{"name":"state","title":"State","kind":"text","doc":""}],"rows":[{{string.Join(',', rows.Select(r => $"[[0,\"{r.Name}\"],[0,\"{r.State}\"]]"))}}],"next":null}""";
}
