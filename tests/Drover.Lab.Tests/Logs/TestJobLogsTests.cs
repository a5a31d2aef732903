using System.Globalization;
using System.Text;
using Drover.Kernel.Logs;
using Drover.Lab.Events;
using Drover.Lab.Logs;
using Drover.Lab.Tests.Scenarios;
using Drover.Lab.TestJobs;
using Drover.Tests.Shared;
using TestResult = Drover.Lab.Results.TestResult;

namespace Drover.Lab.Tests.Logs;

/// <summary>What becomes of the lines that workers send.</summary>
public sealed class TestJobLogsTests
{
    [Fact]
    public async Task An_event_is_stored_as_debug_and_heard_by_those_who_listen()
    {
        await using var lab = await LabHost.StartAsync();
        var job = await lab.BeginJobAsync();
        List<LabEvent> heard = [];
        using var listening = lab.Lab.Events.Listen(heard.Add);
        await AppendAsync(lab, job, "event", "\"board is \\\"warm\\\"\"");
        // Not in the form that LAVA writes, so that a parser has to say what it is.
        await lab.Lab.Logs.AppendAsync(job, [LogText.Of("{'lvl': event, 'msg': cold}"u8.ToArray(), LineLevel.NeedsParse)]);
        Assert.Equal(["- {\"dt\": \"2026\", \"lvl\": \"debug\", \"msg\": \"board is \\\"warm\\\"\"}", "- {\"lvl\": \"debug\", \"msg\": \"cold\"}"], Log(lab, job));
        Assert.Equal([("""{"message":"board is \"warm\"","job":JOB}""".Replace("JOB", $"{job}", StringComparison.Ordinal)), $$"""{"message":"cold","job":{{job}}}"""],
            heard.Where(happened => happened.Suffix == ".event").Select(happened => Encoding.UTF8.GetString(happened.Json.Span).Replace("\\u0022", "\\\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Markers_are_not_stored_and_say_which_lines_are_those_of_a_case()
    {
        await using var lab = await LabHost.StartAsync();
        var job = await lab.BeginJobAsync();
        await AppendAsync(lab, job, "marker", Marker("first", "start_test_case"));
        await AppendAsync(lab, job, "target", "\"line 0\"");
        await AppendAsync(lab, job, "marker", Marker("boot", "start_test_case"));
        await AppendAsync(lab, job, "target", "\"line 1\"");
        await AppendAsync(lab, job, "target", "\"line 2\"");
        await AppendAsync(lab, job, "marker", Marker("boot", "end_test_case"));
        // Nothing may come for so long that the log is closed.
        lab.Clock.Advance(TimeSpan.FromMinutes(2));
        await lab.Lab.Logs.CloseIdleAsync(lab.Kernel, TestContext.Current.CancellationToken);
        await AppendAsync(lab, job, "results", Result("boot"));
        await AppendAsync(lab, job, "marker", Marker("net", "test_case"));
        await AppendAsync(lab, job, "results", Result("net"));
        await AppendAsync(lab, job, "results", Result("boot"));
        await AppendAsync(lab, job, "results", Result("first"));
        Assert.Equal([("boot", 0, 2), ("net", 3, 3), ("boot", null, null), ("first", (long?)null, (long?)null)], Results(lab, job).Select(row => (row.Case, row.FirstLine, row.LastLine)));
        Assert.Equal([3L, 4L, 5L, 6L], Results(lab, job).Select(row => row.Line));
        Assert.DoesNotContain(Log(lab, job), line => line.Contains("marker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_that_the_line_says_itself_count_before_markers()
    {
        await using var lab = await LabHost.StartAsync();
        var job = await lab.BeginJobAsync();
        await AppendAsync(lab, job, "target", "\"line 0\"");
        await AppendAsync(lab, job, "marker", Marker("boot", "test_case"));
        await AppendAsync(lab, job, "results", """{"definition": "0_smoke", "case": "boot", "result": "pass", "starttc": ! "10", "endtc": ! "20"}""");
        Assert.Equal([(10L, 20L)], Results(lab, job).Select(row => (row.FirstLine!.Value, row.LastLine!.Value)));
    }

    [Fact]
    public async Task What_is_no_line_is_left_out_unless_its_place_counts()
    {
        await using var lab = await LabHost.StartAsync();
        var job = await lab.BeginJobAsync();
        LogText[] broken = [LogText.Of("{\"lvl\": [unfinished"u8.ToArray(), LineLevel.NeedsParse), LogText.Of("{\"lvl\": \"target\", \"msg\": \"x\"}"u8.ToArray(), LineLevel.Target)];
        await lab.Lab.Logs.AppendAsync(job, broken);
        Assert.Equal(["- {\"lvl\": \"target\", \"msg\": \"x\"}"], Log(lab, job));
        await lab.Lab.Logs.AppendAsync(job, broken, from: 1);
        Assert.Equal(3, Log(lab, job).Length);
        Assert.Contains("is no line of a log", Log(lab, job)[1], StringComparison.Ordinal);
        Assert.Equal((3L, 2L), (lab.Lab.Logs.Lines, lab.Lab.Logs.LinesLeftOut));
    }

    [Fact]
    public async Task A_log_that_is_full_takes_results_alone_and_not_without_end()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { LogLines = 10 });
        var job = await lab.BeginJobAsync();
        for (var i = 0; i < 15; i++)
            await AppendAsync(lab, job, "target", $"\"line {i}\"");
        for (var i = 0; i < 15; i++)
            await AppendAsync(lab, job, "results", Result($"case{i}"));
        var log = Log(lab, job);
        Assert.Equal(20, log.Length);
        Assert.Contains("line 9", log[9], StringComparison.Ordinal);
        Assert.Contains("The log has reached its limit", log[10], StringComparison.Ordinal);
        Assert.Contains("case0", log[11], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => ($"case{i}", 11L + i)), Results(lab, job).Select(row => (row.Case, row.Line)));
        var verdict = await AppendAsync(lab, job, "results", """{"definition": "lava", "case": "job", "result": "pass"}""");
        Assert.Equal(TestJobHealth.Complete, verdict!.Health);
        Assert.Equal(20, Log(lab, job).Length);
    }

    [Fact]
    public async Task Bytes_have_a_limit_too_and_a_log_says_once_that_it_is_full()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { LogBytes = 200 });
        var job = await lab.BeginJobAsync();
        for (var i = 0; i < 5; i++)
            await AppendAsync(lab, job, "target", $"\"{new string('x', 90)}\"");
        await lab.RestartAsync();
        await AppendAsync(lab, job, "target", "\"after\"");
        Assert.Equal(3, Log(lab, job).Length);
        Assert.Contains("200 bytes", Log(lab, job)[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_a_loss_of_power_has_cut_off_does_not_take_the_next_one_with_it()
    {
        await using var lab = await LabHost.StartAsync();
        var job = await lab.BeginJobAsync();
        using (var appender = lab.Files.OpenAppender($"test-job/{job}"))
            appender.Append("- {\"lvl\": \"tar"u8);
        await AppendAsync(lab, job, "target", "\"next\"");
        Assert.Equal(["- {\"dt\": \"2026\", \"lvl\": \"target\", \"msg\": \"next\"}"], Log(lab, job));
    }

    [Fact]
    public async Task No_more_logs_are_open_than_may_be_and_a_closed_one_goes_on_where_it_stopped()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { LogsOpen = 2 });
        List<long> jobs = [];
        for (var i = 0; i < 6; i++)
        {
            jobs.Add(await lab.BeginJobAsync());
            await AppendAsync(lab, jobs[i], "target", "\"first\"");
            lab.Clock.Advance(TimeSpan.FromSeconds(1));
            await lab.EndJobAsync(jobs[i]);
        }
        // The least used is closed beside, so it is waited for. Where a log is open nobody else can write it.
        await Soon.HoldsAsync(() => jobs.Count(job => !CanBeWritten(lab, job)) <= 2);
        Assert.False(CanBeWritten(lab, jobs[^1]));
        await AppendAsync(lab, jobs[0], "target", "\"late\"");
        Assert.Equal(2, Log(lab, jobs[0]).Length);
    }

    [Fact]
    public async Task What_cannot_be_written_is_told_to_who_brings_it()
    {
        await using var lab = await LabHost.StartAsync();
        var job = await lab.BeginJobAsync();
        using var other = lab.Files.OpenAppender($"test-job/{job}");
        var appending = AppendAsync(lab, job, "target", "\"line\"");
        Assert.Equal("LOG_BUSY", (await Assert.ThrowsAsync<LogException>(() => appending)).Code);
    }

    private static bool CanBeWritten(LabHost lab, long job)
    {
        try
        {
            lab.Files.OpenAppender($"test-job/{job}").Dispose();
            return true;
        }
        catch (LogException e) when (e.Code == "LOG_BUSY")
        {
            return false;
        }
    }

    private static string Marker(string name, string type) => $$"""{"case": "{{name}}", "type": "{{type}}"}""";

    private static string Result(string name) => $$"""{"definition": "0_smoke", "case": "{{name}}", "result": "pass"}""";

    private static Task<TestJobEnd?> AppendAsync(LabHost lab, long job, string level, string message) =>
        lab.Lab.Logs.AppendAsync(job, [LogText.Of(Encoding.UTF8.GetBytes($$"""{"dt": "2026", "lvl": "{{level}}", "msg": {{message}}}"""), Enum.Parse<LineLevel>(level, ignoreCase: true))]);

    private static string[] Log(LabHost lab, long job)
    {
        using var reader = lab.Files.Open($"test-job/{job}")!;
        return Encoding.UTF8.GetString(reader.Read(0, 1 << 20).Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<TestResult> Results(LabHost lab, long job)
    {
        using var store = lab.Kernel.ReadStore();
        return [.. TestResult.Table.After(store, of: job.ToString(CultureInfo.InvariantCulture))];
    }
}
