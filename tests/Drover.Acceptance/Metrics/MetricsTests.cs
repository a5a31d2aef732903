using System.Globalization;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;
using Drover.Acceptance.Services;

namespace Drover.Acceptance.Metrics;

/// <summary>What a real daemon shows after some work, read with Prometheus' own tool.</summary>
public sealed partial class MetricsTests : IDisposable
{
    private readonly ServiceNode _node = new(["good:a1:1:respawn:NAP 1001", "good:a2:1:respawn:NAP 1002"]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Promtool_finds_nothing_to_complain_about()
    {
        Work();
        var text = Show();
        var checkedText = Command.Run("promtool", ["check", "metrics"], input: text);
        Assert.Equal((0, "", ""), (checkedText.ExitCode, checkedText.Output, checkedText.Error));
        var documented = File.ReadAllText(Document);
        foreach (Match family in Family().Matches(text))
            Assert.Contains($"| `{family.Groups[1].Value}` | {family.Groups[2].Value} |", documented, StringComparison.Ordinal);
    }

    [Fact]
    public void The_figures_are_those_of_what_was_done()
    {
        var before = Show();
        Work();
        var text = Show();
        Assert.Equal(3, Value(text, "drover_jobs_run_seconds_count{opcode=\"OP_TEST_DELAY\",status=\"success\"}"));
        Assert.InRange(Value(text, "drover_jobs_run_seconds_sum{opcode=\"OP_TEST_DELAY\",status=\"success\"}"), 0.15, 60);
        Assert.Equal(4, Value(text, "drover_jobs_ended_total{status=\"success\"}"));
        Assert.Equal(4, Value(text, "drover_jobs{status=\"success\"}"));
        Assert.Equal(4, Value(text, "drover_jobs_queue_wait_seconds_count{}"));
        Assert.Equal(4, Value(text, "drover_jobs_lock_wait_seconds_count{}"));
        Assert.Equal(1, Value(text, "drover_services_restarts_total{cause=\"signal\"}"));
        Assert.Equal(2, Value(text, "drover_services_processes{state=\"UP\"}"));
        Assert.Equal(1, Value(text, "drover_services_groups{state=\"DONE\"}"));
        Assert.Equal(1, Value(text, "drover_services_adoption_seconds_count{}"));
        Assert.Equal(Value(text, "drover_kernel_batches_total{}"), Value(text, "drover_kernel_batch_size_count{}"));
        Assert.InRange(Value(text, "drover_kernel_commit_seconds_count{}"), 1 + Value(before, "drover_kernel_commit_seconds_count{}"), Value(text, "drover_kernel_batches_total{}"));
        Assert.Equal(0, Value(text, "drover_kernel_faults_total{}"));
        Assert.True(Value(text, "drover_store_size_bytes{file=\"database\"}") > 0);
        Assert.InRange(Value(text, "process_start_time_seconds{}"), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        Assert.True(Value(text, "process_open_fds{}") < Value(text, "process_max_fds{}"));
        // Entries are named by the metrics of entries alone.
        var others = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("drover_service_", StringComparison.Ordinal)));
        Assert.DoesNotContain("a1", Labels().Replace(others, "$1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_daemon_counts_what_it_has_taken_up()
    {
        _node.Bring("good", "1");
        _node.Kill9();
        _node.Start();
        Assert.Equal(2, Value(Show(), "drover_services_adopted_total{outcome=\"running\"}"));
    }

    /// <summary>OpenTelemetry reads such a file and writes where it says; the daemon, often root, must not.</summary>
    [Fact]
    public void A_file_in_the_directory_where_the_daemon_was_started_makes_it_write_nothing()
    {
        using var sandbox = new Sandbox();
        File.WriteAllText(sandbox.At("OTEL_DIAGNOSTICS.json"), $$"""{"LogDirectory":"{{sandbox.At("told")}}","FileSize":1024,"LogLevel":"Verbose"}""");
        using var daemon = Daemon.StartBelow(sandbox, ["env", "-C", sandbox.Path]);
        Assert.Equal(200, daemon.Http.Get("/metrics").Status);
        Assert.False(Directory.Exists(sandbox.At("told")));
    }

    private static string Document => Path.Combine(AppContext.BaseDirectory, "docs/metrics.md");

    /// <summary>Three delays, a change of level, a death.</summary>
    private void Work()
    {
        foreach (var job in Enumerable.Range(0, 3).Select(_ => _node.Daemon.Http.SubmitDelay(0.05)).ToList())
            Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        _node.Bring("good", "1");
        var first = _node.Pid("good/a1");
        Signals.Send(first, Signals.Kill);
        _node.Until(() => _node.Pid("good/a1") is var pid and > 0 && pid != first && _node.State("good/a1") == "UP", () => "a1 is not back");
    }

    private string Show()
    {
        var (status, body) = _node.Daemon.Http.Get("/metrics");
        Assert.True(status == 200, $"{status} {body}");
        return body;
    }

    private static double Value(string text, string series) => double.Parse(
        text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal))[(series.Length + 1)..], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"^#.*\n|^\S+?\{(.*)\} .*\n", RegexOptions.Multiline)]
    private static partial Regex Labels();
}
