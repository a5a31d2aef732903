using System.Globalization;
using System.Text.Json;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Daemon;

/// <summary>Latencies of one job at a time, by the job's own time stamps and the wall clock of this machine.</summary>
internal sealed class LuxiWaits : DaemonPart
{
    private const int JobsPerRound = 40;

    public override string Name => "luxi-waits";

    public override string About => "submit to running, and end of job to the client that waits in WaitForJobChange; idle daemon";

    protected override Task MeasureAsync(BenchRun run, DaemonBed daemon)
    {
        Measure(run, daemon.Luxi, "");
        if (run.Options.Peer is { } peer)
            Measure(run, peer, ", peer");
        return Task.CompletedTask;
    }

    private static void Measure(BenchRun run, string path, string whose)
    {
        var begins = new Samples();
        var tells = new Samples();
        using var client = new LuxiClient(path);
        var submit = Submit(Delay("0.05"));
        for (var i = 0; i < JobsPerRound * run.Options.Rounds; i++)
        {
            var before = DateTime.UtcNow;
            var id = client.Submit(submit);
            client.WaitForSuccess(id);
            var told = DateTime.UtcNow;
            var row = client.Call("QueryJobs", $"""[[{id.ToString(CultureInfo.InvariantCulture)}],["opexec","end_ts"]]""")[0];
            begins.Add(Moment(row[0][0]) - before);
            tells.Add(told - Moment(row[1]));
        }
        var targets = whose.Length == 0;
        run.Report.Add($"submit to running, p50{whose}", begins.P50, "ms", targets ? Target.AtMost(5) : null);
        run.Report.Add($"submit to running, p99{whose}", begins.P99, "ms", targets ? Target.AtMost(50) : null);
        run.Report.Add($"end of job to WaitForJobChange answered, p50{whose}", tells.P50, "ms", targets ? Target.AtMost(2) : null);
        run.Report.Add($"end of job to WaitForJobChange answered, p99{whose}", tells.P99, "ms");
    }

    private static DateTime Moment(JsonElement pair) =>
        DateTime.UnixEpoch.AddTicks((pair[0].GetInt64() * TimeSpan.TicksPerSecond) + (pair[1].GetInt64() * TimeSpan.TicksPerMicrosecond));
}
