using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Opcodes;

namespace Drover.Bench.Kernel;

/// <summary>Submits of one job each, every one acknowledged after its sync. The jobs stay in the queue.</summary>
internal sealed class Submits : Part
{
    private const int TurnsPerRound = 8;

    public override string Name => "submit";

    public override string About => "durable submits a second through the kernel, by clients that each wait for their answer";

    public override async Task RunAsync(BenchRun run)
    {
        var raw = new List<double>();
        var single = new List<double>();
        var latency = new Samples();
        await using (var bed = await KernelBed.StartAsync(run.NewDirectory(), new BenchDomain { Tracked = 0 }))
        using (var store = RawCommits.Open(run))
        {
            // A shared disk changes its mind from one second to the next, so the two take short turns.
            for (var i = 0; i < run.Options.Rounds * TurnsPerRound; i++)
            {
                raw.Add(RawCommits.Commits(store, run.Options.Round / TurnsPerRound));
                single.Add(await RateAsync(bed, 1, run.Options.Round / TurnsPerRound, latency));
            }
        }
        run.Report.Add("1 client", Samples.Median(single), "submits/s");
        run.Report.Add("raw synced commits beside it", Samples.Median(raw), "commits/s");
        run.Report.Add("1 client / raw commits", Samples.Median([.. single.Zip(raw, (own, bare) => own / bare)]), "x", Target.AtLeast(0.3));
        run.Report.Add("1 client, p99", latency.P99, "ms");
        run.Report.Add("16 clients", await run.MedianAsync(() => MeasureAsync(run, 16, new Samples())), "submits/s");
        run.Report.Add("64 clients", await run.MedianAsync(() => MeasureAsync(run, 64, new Samples())), "submits/s", Target.AtLeast(5_000));
    }

    private static async Task<double> MeasureAsync(BenchRun run, int clients, Samples latency)
    {
        await using var bed = await KernelBed.StartAsync(run.NewDirectory(), new BenchDomain { Tracked = 0 });
        return await RateAsync(bed, clients, run.Options.Round, latency);
    }

    private static async Task<double> RateAsync(KernelBed bed, int clients, TimeSpan time, Samples latency)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(bed, watch, time, latency))));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<int> ClientAsync(KernelBed bed, Stopwatch watch, TimeSpan end, Samples latency)
    {
        var reader = new OpcodeReader(bed.Host.Model);
        var own = new Samples();
        while (watch.Elapsed < end)
        {
            var start = Stopwatch.GetTimestamp();
            await bed.SubmitAsync(reader, Opcodes.Delay);
            own.AddSince(start);
        }
        lock (latency)
            latency.Add(own);
        return own.Count;
    }
}
