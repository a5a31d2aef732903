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
    public void Rows_come_first_and_then_what_changes(string form, string output)
    {
        Assert.Equal((130, output), Watch(form, Rows(("a", "UP"), ("b", "UP")), Rows(("a", "UP"), ("b", "UP")), Rows(("b", "PAUSING"))));
        Assert.Contains(_daemon.Requests, request => request.Line == "GET /v1/events" && request.Query["signals"] == "all");
    }

    [Fact]
    public void A_list_that_never_ends_is_no_json_and_events_are_followed_by_their_own_verb()
    {
        Assert.Equal(2, _daemon.Run("get", "jobs", "-w", "-o", "json").Code);
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
