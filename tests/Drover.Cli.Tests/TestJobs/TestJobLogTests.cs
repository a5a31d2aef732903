using Drover.Cli.TestJobs;
using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.TestJobs;

public sealed class TestJobLogTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync()).On("GET /v1/query/test-job", CannedLab.Row("Finished", "Complete", "b1"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData(new string[0], "offset=0")]
    [InlineData(new[] { "-n", "5" }, "tail=5")]
    [InlineData(new[] { "--raw" }, "offset=0")]
    public void The_log_of_a_test_job_is_read_from_where_it_is_wanted(string[] options, string query)
    {
        _daemon.On(CannedLab.Log, "");
        Assert.Equal((0, "", ""), Told(_daemon.Run(["logs", "17", .. options])));
        Assert.Equal(query, string.Join('&', _daemon.Requests.Last().Query.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void The_log_of_another_job_is_that_of_the_queue()
    {
        // What a query by an id answers that is none: a row with nothing but the id.
        _daemon.On("GET /v1/query/test-job", $$"""{"fields":[],"rows":[[[0,17],{{string.Join(',', Enumerable.Repeat("[3,null]", TestJobRow.Fields.Count(c => c == ',')))}}]],"next":null}""");
        _daemon.On("GET /v1/jobs/17/logs", """{"logs":[{"serial":1,"time":[1700000000,0],"opcode":0,"type":"message","content":"step 1 of 2"}]}""");
        Assert.Contains("step 1 of 2", _daemon.Run("logs", "17").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_is_the_log_as_it_is_stored_byte_for_byte()
    {
        var stored = CannedLab.Line("\\e[1m") + "- odd\n";
        _daemon.On(CannedLab.Log, context => context.Response.WriteAsync(stored));
        Assert.Equal((0, stored, ""), Told(_daemon.Run("logs", "17", "--raw")));
    }

    [Fact]
    public void Json_has_an_object_a_line()
    {
        var line = CannedLab.Line("one");
        _daemon.On(CannedLab.Log, context => context.Response.WriteAsync(CannedLab.Piece(0, line) + "\n"));
        Assert.Equal((0, """{"dt":"2023-11-14T22:13:21.0","lvl":"target","msg":"one"}""" + "\n", ""), Told(_daemon.Run("logs", "17", "-o", "jsonl")));
    }

    [Fact]
    public void Following_waits_for_a_log_goes_on_behind_the_last_line_and_ends_with_the_job()
    {
        var (one, two) = (CannedLab.Line("one"), CannedLab.Line("two"));
        var seen = new TaskCompletionSource();
        _daemon.On(CannedLab.Log,
                context => FakeDaemon.Refuse(context, 404, "LOG_UNKNOWN"),
                context => Frame(context, 0, one),
                async context =>
                {
                    await Frame(context, one.Length, two);
                    seen.TrySetResult();
                },
                context => context.Request.Query["offset"] == $"{one.Length}" ? context.Response.WriteAsync(CannedLab.Piece(one.Length, two) + "\n") : Task.CompletedTask)
            .On("GET /v1/jobs/17/follow", async context =>
            {
                await seen.Task;
                await FakeDaemon.Stream(Canned.Wait("success", true))(context);
            });
        var result = _daemon.Run("logs", "17", "-f");
        Assert.Equal((0, "2023-11-14 22:13:21  one\n2023-11-14 22:13:21  two\n"), (result.Code, result.Out));
        Assert.Equal(["0", "0", $"{one.Length}"], _daemon.Requests.Where(request => request.Line == CannedLab.Log).Select(request => request.Query["offset"].ToString()).Take(3));
    }

    [Fact]
    public void A_log_that_has_not_begun_is_empty()
    {
        _daemon.On(CannedLab.Log, 404, """{"error":{"code":"LOG_UNKNOWN","message":"no"}}""");
        Assert.Equal((0, "", ""), Told(_daemon.Run("logs", "17")));
    }

    [Theory]
    [InlineData("logs", "web/httpd", "--raw")]
    [InlineData("logs", "17", "--raw", "-o", "jsonl")]
    [InlineData("logs", "17", "-n", "5", "--since", "10m")]
    public void Options_that_do_not_fit_are_refused(params string[] args)
    {
        Assert.Equal(2, _daemon.Run(args).Code);
        Assert.Empty(_daemon.Requests);
    }

    private static async Task Frame(HttpContext context, int offset, string text)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"id: {offset + text.Length}\nevent: output\ndata: {CannedLab.Piece(offset, text)}\n\n");
    }

    private static (int, string, string) Told(CliResult result) => (result.Code, result.Out, result.Err);
}
