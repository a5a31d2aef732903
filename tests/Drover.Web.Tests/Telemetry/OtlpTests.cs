using System.Text;
using System.Text.Json;
using Drover.Daemon.Telemetry;
using Drover.Web.Tests.Daemon;

namespace Drover.Web.Tests.Telemetry;

/// <summary>What a real daemon sends to a collector.</summary>
public sealed class OtlpTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dro").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_job_is_a_trace_of_its_waits_and_runs_and_figures_come_beside_it()
    {
        await using var collector = await Collector.StartAsync();
        using var daemon = await DaemonProcess.StartAsync(_directory, "--otlp-endpoint", collector.Address + "/", "--otlp-interval", "1s", "--cluster", "farm");
        await SubmitAsync(daemon, """{"jobs":[{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.2},{"OP_ID":"OP_TEST_DUMMY","fail":true}]}]}""");
        var spans = Span.ReadAll(await collector.NextAsync("/v1/traces"));
        var job = spans.Single(span => span.Name == "job 1");
        var (_, body) = await daemon.SendAsync(HttpMethod.Get, "/v1/version");
        Assert.Equal(JobSpans.TraceOf(body.GetProperty("uuid").GetString()!, 1).ToHexString(), job.Trace);
        Assert.Equal(("", 2), (job.Parent, job.Status));
        Assert.All(spans, span => Assert.Equal(job.Trace, span.Trace));
        Assert.Equal(["OP_TEST_DELAY", "OP_TEST_DUMMY", "queue"], spans.Where(span => span.Parent == job.Id).Select(span => span.Name).Order(StringComparer.Ordinal));
        var run = spans.Single(span => span.Name == "OP_TEST_DELAY" && span.Status == 1);
        Assert.Equal(["locks", "run"], spans.Where(span => span.Parent == run.Id).Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.True(spans.First(span => span.Name == "run" && span.Parent == run.Id).Nanoseconds >= 200_000_000);
        Assert.True(job.Nanoseconds >= run.Nanoseconds);
        // The first figures may have been on their way when the job ended.
        while (!Encoding.UTF8.GetString(await collector.NextAsync("/v1/metrics")).Contains("drover.jobs.ended", StringComparison.Ordinal))
        {
        }
    }

    [Fact]
    public async Task A_job_that_was_submitted_as_a_part_of_a_trace_is_told_as_such_also_by_the_next_daemon()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        const string Parent = "b7ad6b7169203331";
        await using var collector = await Collector.StartAsync();
        using (var first = await DaemonProcess.StartAsync(_directory))
        {
            await SendAsync(first, """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":600}]}""");
            await SendAsync(first, """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.01,"depends":[[1,["error"]]]}]}""", $"00-{Trace}-{Parent}-01");
            first.Signal(9);
            await first.EndAsync();
        }
        using var second = await DaemonProcess.StartAsync(_directory, "--otlp-endpoint", collector.Address + "/");
        await SendAsync(second, """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.01}]}""", $"00-{Trace}-{Parent}-00");
        await SendAsync(second, """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.01,"depends":[[3,["success"]]]}]}""");
        IReadOnlyList<Span> spans = [];
        while (!spans.Any(span => span.Name == "job 4"))
            spans = [.. spans, .. Span.ReadAll(await collector.NextAsync("/v1/traces"))];
        var job = spans.Single(span => span.Name == "job 2");
        Assert.Equal((Trace, Parent, 1), (job.Trace, job.Parent, job.Status));
        Assert.All(spans.Where(span => span.Parent == job.Id), span => Assert.Equal(Trace, span.Trace));
        // A trace that nobody records gets no spans.
        Assert.DoesNotContain(spans, span => span.Name == "job 3");
    }

    [Fact]
    public async Task A_collector_that_is_not_there_holds_nothing_up()
    {
        using var daemon = await DaemonProcess.StartAsync(_directory, "--otlp-endpoint", "http://127.0.0.1:9");
        await SubmitAsync(daemon, """{"jobs":[{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0}]}]}""");
        Assert.Equal(200, (await daemon.SendAsync(HttpMethod.Get, "/readyz")).Status);
        daemon.Signal(15);
        Assert.Equal(0, await daemon.EndAsync());
    }

    [Theory]
    [InlineData("127.0.0.1:4318")]
    [InlineData("ftp://127.0.0.1")]
    public async Task What_is_no_address_of_the_web_is_refused(string address)
    {
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--otlp-endpoint", address);
        Assert.Equal(2, code);
        Assert.Contains("it must be an address of the web, such as http://127.0.0.1:4318", errors, StringComparison.Ordinal);
    }

    private static async Task SendAsync(DaemonProcess daemon, string body, string? trace = null)
    {
        var (status, answer) = await daemon.SendAsync(HttpMethod.Post, "/v1/jobs", body, trace);
        Assert.True(status is 201, $"{status} {answer}");
    }

    private static async Task SubmitAsync(DaemonProcess daemon, string body)
    {
        await SendAsync(daemon, body);
        JsonElement job;
        do
            job = (await daemon.SendAsync(HttpMethod.Get, "/v1/jobs/1/wait?status=running&timeout=30")).Body;
        while (job.GetProperty("status").GetString() is "queued" or "waiting" or "running");
    }
}
