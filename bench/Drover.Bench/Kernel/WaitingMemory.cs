using Drover.Bench.Reporting;
using Drover.Opcodes;

namespace Drover.Bench.Kernel;

/// <summary>What a job costs in memory while it waits.</summary>
internal sealed class WaitingMemory : Part
{
    private const int Queued = 50_000;
    private const int Waiting = 10_000;

    public override string Name => "memory";

    public override string About => "managed memory of a queued job, and of one that waits for a lock";

    public override async Task RunAsync(BenchRun run)
    {
        await using (var bed = await KernelBed.StartAsync(run.NewDirectory(), new BenchDomain { Tracked = 0 }))
            run.Report.Add($"a queued job, of {Queued:N0}", await GrowthAsync(bed, Opcodes.Delay, Queued), "bytes", Target.AtMost(2_000));
        await using (var bed = await KernelBed.StartAsync(run.NewDirectory(), new BenchDomain { Tracked = Waiting * 2 }))
        {
            await bed.SubmitAsync(new OpcodeReader(bed.Host.Model), Opcodes.Hold);
            run.Report.Add($"a job that waits for a lock, of {Waiting:N0}", await GrowthAsync(bed, Opcodes.Locked, Waiting), "bytes", Target.AtMost(2_000));
        }
    }

    private static async Task<double> GrowthAsync(KernelBed bed, ReadOnlyMemory<byte> opcode, int jobs)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await bed.FillAsync(opcode, jobs);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)jobs;
    }
}
