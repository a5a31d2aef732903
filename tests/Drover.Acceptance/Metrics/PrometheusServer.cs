using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Metrics;

/// <summary>Debian's Prometheus, with the rules that are installed, which asks one daemon each second.</summary>
internal sealed partial class PrometheusServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    /// <param name="place">A directory of its own, in which the rules are.</param>
    /// <param name="daemon">Address and port of the daemon.</param>
    internal PrometheusServer(string place, string daemon)
    {
        File.WriteAllText(Path.Combine(place, "prometheus.yml"), $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [drover-alerts.yml]
            scrape_configs:
              - job_name: drover
                static_configs:
                  - targets: ["{{daemon}}"]
            """);
        _process = Command.Begin("prometheus", ["--config.file", Path.Combine(place, "prometheus.yml"), "--storage.tsdb.path", Path.Combine(place, "tsdb"), "--web.listen-address", "127.0.0.1:0"]);
        string? line;
        do
            line = _process.StandardError.ReadLine() ?? throw new InvalidOperationException("Prometheus has ended.");
        while (!ListensAt().IsMatch(line));
        _http = new HttpClient { BaseAddress = new Uri($"http://{ListensAt().Match(line).Groups[1].Value}/api/v1/") };
        // What nobody reads would hold it up.
        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The data of an answer; null for an error of the server, such as that it is not ready yet.</summary>
    internal async Task<JsonNode?> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(body)!["data"] : (int)answer.StatusCode < 500 ? throw new InvalidOperationException($"{path}: {body}") : null;
    }

    /// <summary>How many series an expression has at this moment.</summary>
    internal async Task<int> CountAsync(string expression) => (await AskAsync($"query?query={Uri.EscapeDataString(expression)}"))?["result"]?.AsArray().Count ?? 0;

    public void Dispose()
    {
        Signals.SendToGroup(_process.Id, Signals.Kill);
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    [GeneratedRegex("""msg="Listening on" address=(\S+)""")]
    private static partial Regex ListensAt();
}
