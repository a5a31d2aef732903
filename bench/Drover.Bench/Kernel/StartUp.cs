using System.Diagnostics;
using Drover.Bench.Reporting;

namespace Drover.Bench.Kernel;

/// <summary>From opening the store until the recovered kernel takes commands.</summary>
internal sealed class StartUp : Part
{
    private const int Jobs = 100_000;

    public override string Name => "startup";

    public override string About => "open the store and recover 100,000 queued jobs until commands are taken";

    public override async Task RunAsync(BenchRun run)
    {
        var directory = run.NewDirectory();
        await using (var bed = await StartAsync(directory))
        {
            var watch = Stopwatch.StartNew();
            await bed.FillAsync(Opcodes.Delay, Jobs);
            run.Report.Add("submits, 1,000 jobs a call", Jobs / watch.Elapsed.TotalSeconds, "jobs/s");
        }
        var seconds = await run.MedianAsync(async () =>
        {
            var watch = Stopwatch.StartNew();
            await using var bed = await StartAsync(directory);
            var took = watch.Elapsed.TotalSeconds;
            return bed.Host.State.Queue.Unfinished == Jobs ? took : throw new InvalidOperationException("jobs are missing after the start");
        });
        run.Report.Add("start with 100,000 queued jobs", seconds, "s", Target.AtMost(2));
    }

    private static Task<KernelBed> StartAsync(string directory) => KernelBed.StartAsync(directory, new BenchDomain { Tracked = 0 });
}
