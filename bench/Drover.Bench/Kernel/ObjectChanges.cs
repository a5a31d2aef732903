using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Kernel;

namespace Drover.Bench.Kernel;

/// <summary>One object changed among many: neither the time nor the bytes may grow with their number.</summary>
internal sealed class ObjectChanges : Part
{
    private const int Changes = 300;

    public override string Name => "object";

    public override string About => "one object of 300 bytes changed, durable, among 200 and among 20,000";

    public override async Task RunAsync(BenchRun run)
    {
        var (_, few) = await MeasureAsync(run, 200);
        var (latency, many) = await MeasureAsync(run, 20_000);
        run.Report.Add("change among 20,000, p50", latency.P50, "ms");
        run.Report.Add("change among 20,000, p99", latency.P99, "ms", Target.AtMost(10));
        run.Report.Add("bytes written a change among 200", few, "bytes");
        run.Report.Add("bytes written a change among 20,000", many, "bytes");
        run.Report.Add("bytes among 20,000 / among 200", many / few, "x", Target.AtMost(1.5));
    }

    private static async Task<(Samples Latency, double Bytes)> MeasureAsync(BenchRun run, int objects)
    {
        await using var bed = await KernelBed.StartAsync(run.NewDirectory(), new BenchDomain());
        for (var i = 0; i < objects; i += 200)
            await ExecuteAsync(bed, new ChangeThing(i, 200, 0));
        var latency = new Samples();
        var random = new Random(1);
        var bytes = new List<double>();
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            var before = ProcessFigures.BytesWritten();
            for (var i = 0; i < Changes; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await ExecuteAsync(bed, new ChangeThing(random.Next(objects), 1, (round * Changes) + i + 1));
                latency.AddSince(start);
            }
            bytes.Add((ProcessFigures.BytesWritten() - before) / (double)Changes);
        }
        return (latency, Samples.Median(bytes));
    }

    private static Task<bool> ExecuteAsync(KernelBed bed, ChangeThing change) => bed.Host.ExecuteAsync(change, Caller.System, CancellationToken.None);
}
