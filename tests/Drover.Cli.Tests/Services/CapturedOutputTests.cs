using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;
using Microsoft.AspNetCore.Http;

namespace Drover.Cli.Tests.Services;

public sealed class CapturedOutputTests : IAsyncLifetime
{
    private const string Route = "GET /v1/logs/service%2Fweb%2Fhttpd";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData(new string[0], "?tail_bytes=65536")]
    [InlineData(new[] { "--bytes", "4" }, "?tail_bytes=4")]
    [InlineData(new[] { "--bytes", "0" }, "?tail_bytes=0")]
    [InlineData(new[] { "-n", "20" }, "?tail=20")]
    [InlineData(new[] { "--lines", "0" }, "?tail=0")]
    public void The_end_of_the_output_is_asked_for_and_printed_byte_for_byte(string[] options, string query)
    {
        var bytes = new byte[100_000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        _daemon.On(Route, context => context.Response.Body.WriteAsync(bytes).AsTask());
        var output = new MemoryStream();
        Assert.Equal((0, ""), Run(["logs", "web/httpd", .. options], output));
        Assert.Equal(bytes, output.ToArray());
        Assert.Equal(query, "?" + string.Join('&', Assert.Single(_daemon.Requests).Query.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void Lines_are_printed_with_their_times()
    {
        _daemon.On(Route, context => context.Response.WriteAsync("""
            {"offset":0,"next":4,"time":[1767322845,999999],"text":"one"}
            {"offset":4,"next":7,"time":null,"base64":"/2E="}
            {"offset":7,"next":11,"time":[1767322846,0],"text":"half"}

            """));
        var output = new MemoryStream();
        Assert.Equal((0, ""), Run(["logs", "web/httpd", "--timestamps", "-n", "3"], output));
        Assert.Equal([.. "2026-01-02 03:00:45  one\n-                    "u8, 0xff, .. "a\n2026-01-02 03:00:46  half"u8], output.ToArray());
        Assert.Equal(["tail=3", "timestamps=yes"], Assert.Single(_daemon.Requests).Query.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Following_with_times_prints_one_before_each_line()
    {
        _daemon.On(Route, context => StreamAsync(context,
            (8, """{"offset":0,"next":7,"time":[1767322845,0],"text":"a\nb\nhal"}"""), (11, """{"offset":7,"next":10,"time":[1767322846,0],"text":"f\nc"}""")));
        var output = new MemoryStream();
        Run(["logs", "web/httpd", "--timestamps", "--since", "10m", "-f"], output, session => session.InterruptNow());
        Assert.Equal(
            "2026-01-02 03:00:45  a\n2026-01-02 03:00:45  b\n2026-01-02 03:00:45  half\n2026-01-02 03:00:46  c", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(["since=1767225000", "timestamps=yes"], Assert.Single(_daemon.Requests).Query.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void A_name_is_one_part_of_the_path_whatever_is_in_it()
    {
        _daemon.Run("logs", "../..%2F ?/x");
        Assert.Equal("/v1/logs/service%2F..%2F..%252F%20%3F%2Fx?tail_bytes=65536", Assert.Single(_daemon.Requests).Target);
    }

    [Fact]
    public void Following_prints_what_comes_and_goes_on_after_the_last_byte_when_the_daemon_is_back()
    {
        _daemon.On(Route,
            context => StreamAsync(context, (10, """{"offset":8,"next":10,"text":"a\n"}"""), (12, """{"offset":10,"next":12,"text":"b\n"}""")),
            context => StreamAsync(context, (17, """{"offset":12,"next":17,"base64":"Y//DpAo="}""")));
        var pauses = 0;
        var output = new MemoryStream();
        var (code, error) = Run(["logs", "web/httpd", "-f", "-n", "1"], output, session =>
        {
            if (++pauses == 2)
                session.InterruptNow();
        });
        Assert.Equal(130, code);
        Assert.Equal([.. "a\nb\nc"u8, 0xff, .. "\u00e4\n"u8], output.ToArray());
        Assert.StartsWith("the stream of output broke; going on after the last byte when the daemon is back\n", error, StringComparison.Ordinal);
        Assert.Equal(["tail=1", "offset=12"], _daemon.Requests.Select(request => $"{request.Query.Single().Key}={request.Query.Single().Value}"));
    }

    [Fact]
    public void What_was_skipped_and_a_file_that_begins_anew_are_told()
    {
        _daemon.On(Route, context => StreamAsync(context,
            (105, """{"offset":100,"next":105,"skipped":90,"text":"late\n"}"""), (4, """{"offset":0,"next":4,"restarted":true,"text":"new\n"}""")));
        var output = new MemoryStream();
        var (_, error) = Run(["logs", "web/httpd", "-f"], output, session => session.InterruptNow());
        Assert.Equal("late\nnew\n", Encoding.UTF8.GetString(output.ToArray()));
        Assert.StartsWith("90 bytes are not kept any more and were skipped\nthe file of 'web/httpd' was replaced or emptied; going on with what it holds now\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOG_UNKNOWN", "drover: NOT_FOUND: there is no process 'web/httpd'\nhint: 'drover get processes -o name' lists them\n")]
    [InlineData("LOG_EMPTY", "drover: NO_OUTPUT: there is no output of 'web/httpd' yet\nhint: 'drover show process web/httpd' tells whether it was started\n")]
    public void A_process_that_is_not_known_and_one_without_output_are_told_apart(string code, string expected)
    {
        _daemon.On(Route, 404, $$$"""{"error":{"code":"{{{code}}}","message":"..."}}""");
        foreach (var more in new string[][] { [], ["-f"] })
        {
            var result = _daemon.Run(["logs", "web/httpd", .. more]);
            Assert.Equal((6, expected), (result.Code, result.Err));
        }
    }

    [Fact]
    public void Who_may_not_read_output_is_told_by_the_daemon()
    {
        _daemon.On(Route, 403, """{"error":{"code":"NOT_ALLOWED","message":"This needs operator rights."}}""");
        var result = _daemon.Run("logs", "web/httpd");
        Assert.Equal((7, "drover: NOT_ALLOWED: This needs operator rights.\n"), (result.Code, result.Err));
    }

    [Theory]
    [InlineData("17", "--bytes", "5")]
    [InlineData("web/httpd", "-n", "5", "--bytes", "5")]
    [InlineData("web/httpd", "-n", "5", "--since", "10m")]
    [InlineData("web/httpd", "--since", "yesterday")]
    [InlineData("17", "--timestamps")]
    [InlineData("web/httpd", "-n", "x")]
    [InlineData("web/httpd", "-o", "jsonl")]
    public void Options_that_do_not_fit_are_refused(params string[] args)
    {
        Assert.Equal(2, _daemon.Run(["logs", .. args]).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("-n", "5")]
    [InlineData("--since", "10m")]
    [InlineData("--raw")]
    public void The_log_of_a_job_that_is_no_test_job_is_printed_whole(params string[] options) => Assert.Equal(2, _daemon.Run(["logs", "17", .. options]).Code);

    private (int Code, string Err) Run(string[] args, MemoryStream output, Action<Session>? pause = null)
    {
        Session session = null!;
        var error = new MemoryStream();
        var screen = new Screen(output, error, () => new MemoryStream());
        using (session = new Session(screen, _ => null) { Zone = TimeZoneInfo.Utc, Clock = new NewYear(), PauseWith = _ => pause?.Invoke(session) })
        {
            var code = App.Run([.. args, "--socket", _daemon.SocketPath], session);
            screen.Flush();
            return (code, Encoding.UTF8.GetString(error.ToArray()));
        }
    }

    private static async Task StreamAsync(HttpContext context, params (long Id, string Data)[] frames)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var (id, data) in frames)
            await context.Response.WriteAsync($"id: {id}\nevent: output\ndata: {data}\n\n");
    }

    private sealed class NewYear : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
