using System.Diagnostics;
using Drover.Bench.Reporting;
using Drover.Opcodes;

namespace Drover.Bench.Kernel;

/// <summary>Jobs from submit to the client that sees them final.</summary>
internal sealed class NoopJobs : Part
{
    public override string Name => "noop";

    public override string About => "jobs a second from submit to seen final, durable; 64 clients with one job each in flight";

    public override async Task RunAsync(BenchRun run)
    {
        run.Report.Add("state operation, 64 in flight", await run.MedianAsync(() => MeasureAsync(run, 64, Opcodes.Noop)), "jobs/s", Target.AtLeast(2_000));
        run.Report.Add("1 ms delay, 64 in flight", await run.MedianAsync(() => MeasureAsync(run, 64, Opcodes.Delay)), "jobs/s", Target.AtLeast(2_000));
        run.Report.Add("state operation, 1 in flight", await run.MedianAsync(() => MeasureAsync(run, 1, Opcodes.Noop)), "jobs/s");
        run.Report.Add("1 ms delay, 1 in flight", await run.MedianAsync(() => MeasureAsync(run, 1, Opcodes.Delay)), "jobs/s");
    }

    private static async Task<double> MeasureAsync(BenchRun run, int clients, ReadOnlyMemory<byte> opcode)
    {
        await using var bed = await KernelBed.StartAsync(run.NewDirectory(), new BenchDomain());
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(bed, watch, run.Options.Round, opcode))));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<int> ClientAsync(KernelBed bed, Stopwatch watch, TimeSpan end, ReadOnlyMemory<byte> opcode)
    {
        var reader = new OpcodeReader(bed.Host.Model);
        var done = 0;
        for (; watch.Elapsed < end; done++)
            await bed.EndAsync(await bed.SubmitAsync(reader, opcode));
        return done;
    }
}
