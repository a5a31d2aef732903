using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;
using Drover.Acceptance.Services;

namespace Drover.Acceptance.Metrics;

/// <summary>The alerts and the dashboard that are installed: a real Prometheus takes them, and they are about what a real daemon shows.</summary>
public sealed partial class PrometheusTests : IDisposable
{
    private const string Alerts = "drover-alerts.yml";

    private readonly Sandbox _place = new();

    private static string Rules => File.ReadAllText(Installed(Alerts));

    private static IReadOnlyList<string> AlertNames => [.. AlertName().Matches(Rules).Select(match => match.Groups[1].Value)];

    /// <summary>What Grafana asks for, with a value for its variables.</summary>
    private static IReadOnlyList<string> DashboardExpressions => [.. JsonNode.Parse(File.ReadAllText(Installed("drover-dashboard.json")))!["panels"]!.AsArray()
        .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
        .Select(target => target!["expr"]!.ToString().Replace("$instance", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal))];

    public PrometheusTests() => File.Copy(Installed(Alerts), _place.At(Alerts));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Each_alert_is_a_rule_that_is_on_the_page_and_fires_when_it_should_and_not_when_it_should_not()
    {
        Command.Run("promtool", ["check", "rules", _place.At(Alerts)]).Expect(0);
        var cases = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "testdata/drover-alerts.test.yml"));
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs/metrics.md"));
        Assert.NotEmpty(AlertNames);
        Assert.All(AlertNames, alert =>
        {
            Assert.Contains($"- name: {alert} fires\n", cases, StringComparison.Ordinal);
            Assert.Contains($"- name: {alert} is quiet\n", cases, StringComparison.Ordinal);
            Assert.Contains($"| `{alert}` |", page, StringComparison.Ordinal);
        });
        Assert.Equal(AlertNames.Count, AlertRow().Count(page));
        File.WriteAllText(_place.At("cases.yml"), cases);
        Command.Run("promtool", ["test", "rules", _place.At("cases.yml")]).Expect(0);
    }

    [Fact]
    public async Task A_real_Prometheus_takes_them_and_they_ask_for_nothing_that_the_daemon_does_not_show()
    {
        using var node = new ServiceNode(["good:a1:1:respawn:NAP 1001"], "--listen", "127.0.0.1:0", "--service-metrics", "yes");
        node.Bring("good", "1");
        Assert.Equal("success", node.Daemon.Http.WaitForEnd(node.Daemon.Http.SubmitDelay(0.01)));
        foreach (var opcode in (string[])[
            """{"OP_ID":"OP_DEVICE_TYPE_ADD","name":"t1"}""", """{"OP_ID":"OP_WORKER_ADD","name":"w1"}""",
            """{"OP_ID":"OP_DEVICE_ADD","name":"d1","device_type":"t1","worker":"w1"}"""])
            Assert.Equal("success", node.Daemon.Http.WaitForEnd(node.Daemon.Http.Submit(opcode)));
        var asked = DashboardExpressions.Append(Rules).SelectMany(expression => MetricName().Matches(expression).Select(match => HistogramPart().Replace(match.Value, ""))).Distinct().ToList();
        HashSet<string> shown = [];
        // What is measured for the first time once nothing is to be done, such as a checkpoint, is not there at once.
        await UntilAsync(() =>
        {
            shown = Family().Matches(node.Daemon.Http.Get("/metrics").Body).Select(match => match.Groups[1].Value).ToHashSet();
            return Task.FromResult(!asked.Except(shown).Any());
        }, () => $"the daemon does not show {string.Join(", ", asked.Except(shown))}");
        Assert.InRange(asked.Count, 30, shown.Count);

        using var prometheus = new PrometheusServer(_place.Path, node.Daemon.Listens);
        JsonNode? groups = null;
        await UntilAsync(async () => await prometheus.CountAsync("rate(drover_queue_unfinished[1m])") > 0
            && (groups = (await prometheus.AskAsync("rules"))?["groups"])?[0]!["rules"]!.AsArray().All(rule => (string)rule!["health"]! != "unknown") == true, () => "Prometheus has not asked the daemon twice");
        // Nobody is there to be the worker; it is told when it has been away for a while.
        Assert.All(groups![0]!["rules"]!.AsArray(), rule => Assert.Equal((string)rule!["name"]! == "DroverWorkersOffline" ? "ok pending" : "ok inactive", $"{rule["health"]} {rule["state"]}"));
        Assert.Equal(AlertNames, groups[0]!["rules"]!.AsArray().Select(rule => (string)rule!["name"]!));
        var silent = new List<string>();
        foreach (var expression in DashboardExpressions)
            if (await prometheus.CountAsync(expression) == 0)
                silent.Add(expression);
        // No process died, no message was sent again, and no checkpoint was due.
        Assert.All(silent, expression => Assert.Matches("drover_(services_restarts|lab_resends|lab_jobs|store_checkpoint)", expression));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string> lacking)
    {
        var end = Environment.TickCount64 + 60_000;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < end, $"Within a minute {lacking()}.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Installed(string name) => Path.Combine(AppContext.BaseDirectory, "prometheus", name);

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"^\| `Drover[A-Za-z]+` \|", RegexOptions.Multiline)]
    private static partial Regex AlertRow();

    [GeneratedRegex(@"\b(drover|process)_[a-z_]+\b(?!:)")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Family();
}
