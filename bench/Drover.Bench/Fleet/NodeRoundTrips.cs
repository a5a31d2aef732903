using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Fleet;

/// <summary>A question that the master has to ask the agent, over HTTP; beside one that it can answer by itself.</summary>
internal sealed class NodeRoundTrips : Part
{
    private const int Looks = 2_000;

    public override string Name => "fleet-roundtrip";

    public override string About => "a query with a figure that only the agent of the node knows, and the same query without it";

    public override async Task RunAsync(BenchRun run)
    {
        await using var bed = await FleetBed.StartAsync(run);
        await using var load = await bed.ConnectAsync(1);
        using var http = bed.Daemon.OpenHttp();
        var (asked, own) = (await LookAsync(http, "key,cpu", "[0,1]"), await LookAsync(http, "key,pid", "4711"));
        run.Report.Add("query that asks the agent, p50", asked.P50, "ms");
        run.Report.Add("query that does not, p50", own.P50, "ms");
        run.Report.Add("round trip to the agent, p50", asked.P50 - own.P50, "ms", Target.AtMost(1));
        run.Report.Add("query that asks the agent, p99", asked.P99, "ms");
    }

    private static async Task<Samples> LookAsync(HttpClient http, string fields, string expected)
    {
        var address = new Uri($"/v1/query/process?fields={fields}", UriKind.Relative);
        var times = new Samples();
        for (var i = 0; i < 2 * Looks; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var text = await http.GetStringAsync(address);
            // The first half pays for the compiler.
            if (i >= Looks)
                times.AddSince(began);
            if (!text.Contains(expected, StringComparison.Ordinal))
                throw new InvalidOperationException(text);
        }
        return times;
    }
}
