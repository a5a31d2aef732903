using System.Diagnostics;
using System.Globalization;
using Drover.Bench.Daemon;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Fleet;

/// <summary>A fleet of 1,000 played nodes: all told a level in one job, and listed.</summary>
internal sealed class ManyNodes : Part
{
    private const int Agents = 1_000;
    private const int LooksPerRound = 7;

    public override string Name => "fleet-nodes";

    public override string About => "a job that tells 1,000 nodes a level; tables of them by the command line";

    public override async Task RunAsync(BenchRun run)
    {
        await using var bed = await FleetBed.StartAsync(run);
        await using var load = await bed.ConnectAsync(Agents);
        using var client = new LuxiClient(bed.Daemon.Luxi);
        var names = string.Join(',', Enumerable.Range(0, Agents).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"load{number:0000}\"")));
        List<double> tells = [];
        // The first round pays for the compiler.
        for (var round = 0; round <= run.Options.Rounds; round++)
        {
            var frame = LuxiClient.Frame("SubmitJob", $$"""[[{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"web","level":"{{1 + (round % 2)}}","nodes":[{{names}}],"reason":[["bench","",0]]}]]""");
            var began = Stopwatch.GetTimestamp();
            client.WaitForSuccess(client.Submit(frame));
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (round == 0)
                run.Report.Add($"{Agents:N0} nodes told a level, first time", took, "ms", Target.AtMost(2_000));
            else
                tells.Add(took);
        }
        run.Report.Add($"{Agents:N0} nodes told a level", Samples.Median(tells), "ms", Target.AtMost(2_000));
        foreach (var (table, target) in new (string, Target?)[] { ("nodes", Target.AtMost(100)), ("agents", Target.AtMost(100)), ("groups", null), ("processes", null) })
        {
            var times = new Samples();
            for (var i = 0; i < LooksPerRound * run.Options.Rounds; i++)
                times.Add(await ProgramTime.OfAsync(DaemonBed.Binary("drover"), ["--socket", bed.Daemon.Http, "get", table], [], lines: 2));
            run.Report.Add($"drover get {table} with {Agents:N0} nodes, p50", times.P50, "ms", target);
        }
    }
}
