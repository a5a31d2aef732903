using System.Collections.Concurrent;
using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Opcodes;

namespace Drover.Bench.Kernel;

/// <summary>How long an idle kernel takes to begin a job, and to tell its end.</summary>
internal sealed class JobStart : Part
{
    private const int JobsPerRound = 300;

    public override string Name => "start";

    public override string About => "submit to running, and end of job to waiting client told; one job at a time on an idle kernel";

    public override async Task RunAsync(BenchRun run)
    {
        var begins = new Samples();
        var tells = new Samples();
        for (var i = 0; i < run.Options.Rounds; i++)
            await MeasureAsync(run, begins, tells);
        run.Report.Add("submit to running, p50", begins.P50, "ms", Target.AtMost(5));
        run.Report.Add("submit to running, p99", begins.P99, "ms", Target.AtMost(50));
        run.Report.Add("end of job to waiting client told, p50", tells.P50, "ms", Target.AtMost(2));
        run.Report.Add("end of job to waiting client told, p99", tells.P99, "ms");
    }

    private static async Task MeasureAsync(BenchRun run, Samples begins, Samples tells)
    {
        var begun = new ConcurrentDictionary<long, long>();
        var ended = new ConcurrentDictionary<long, long>();
        var domain = new BenchDomain { OnBegin = (id, stamp) => begun[id] = stamp, OnEnd = (id, stamp) => ended[id] = stamp };
        await using var bed = await KernelBed.StartAsync(run.NewDirectory(), domain);
        var reader = new OpcodeReader(bed.Host.Model);
        for (var i = 0; i < JobsPerRound; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var id = await bed.SubmitAsync(reader, Opcodes.Delay);
            await bed.EndAsync(id);
            tells.AddSince(ended[id]);
            begins.Add(Stopwatch.GetElapsedTime(start, begun[id]));
        }
    }
}
