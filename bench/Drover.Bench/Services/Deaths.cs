using System.Diagnostics;
using Drover.Bench.Daemon;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Services;

/// <summary>Respawn among many processes: from the kill of one to its replacement, and all killed at once; the daemon's memory meanwhile.</summary>
internal sealed class Deaths : Part
{
    private const int Count = 500;
    private const int KillsPerRound = 40;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public override string Name => "respawn";

    public override string About => "kill -9 of one of 500 processes to its replacement, of all 500 at once, and the daemon's memory with them";

    public override async Task RunAsync(BenchRun run)
    {
        await using var bed = await ServiceBed.StartAsync(run, Count, ":::group.g.restart-limit:1000");
        run.Report.Add("resident memory before", ProcessFigures.ResidentMegabytes(bed.Daemon), "MB");
        bed.Tell("1");
        run.Report.Add("resident memory with 500 processes", ProcessFigures.ResidentMegabytes(bed.Daemon), "MB");
        var deaths = new Samples();
        List<double> storms = [];
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            for (var i = 0; i < KillsPerRound; i++)
                deaths.Add(KillOne(bed));
            storms.Add(KillAll(bed));
        }
        run.Report.Add("death of one to its replacement, p50", deaths.P50, "ms", Target.AtMost(20));
        run.Report.Add("death of one to its replacement, p99", deaths.P99, "ms");
        run.Report.Add("all 500 killed at once to 500 replaced", Samples.Median(storms), "ms");
        run.Report.Add("resident memory after", ProcessFigures.ResidentMegabytes(bed.Daemon), "MB");
        bed.Tell("9");
    }

    private static TimeSpan KillOne(ServiceBed bed)
    {
        var before = bed.Sleepers();
        var victim = before.ElementAt(before.Count / 2);
        var began = Stopwatch.GetTimestamp();
        Signals.Kill(victim);
        Await(() => bed.Sleepers() is var now && now.Count == Count && !now.Contains(victim));
        return Stopwatch.GetElapsedTime(began);
    }

    private static double KillAll(ServiceBed bed)
    {
        var victims = bed.Sleepers();
        var began = Stopwatch.GetTimestamp();
        foreach (var victim in victims)
            Signals.Kill(victim);
        Await(() => bed.Sleepers() is var now && now.Count == Count && !victims.Overlaps(now));
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void Await(Func<bool> isTrue)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isTrue())
            if (Stopwatch.GetElapsedTime(began) > s_patience)
                throw new InvalidOperationException("The processes were not replaced.");
    }
}
