using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Bench.Kernel;

/// <summary>A listing of 1,000 finished jobs, 10 fields with inputs and results, as JSON: right after they have ended, after a restart, and again.</summary>
internal sealed class FirstListing : Part
{
    private const int Jobs = 1_000;

    private static readonly string[] s_fields =
        ["id", "status", "priority", "received_ts", "start_ts", "end_ts", "summary", "opstatus", "opresult", "ops"];

    public override string Name => "listing";

    public override string About => "10 fields of 1,000 finished jobs: right after their end, after a restart, and again";

    public override async Task RunAsync(BenchRun run)
    {
        var directory = run.NewDirectory();
        await using (var bed = await KernelBed.StartAsync(directory, new BenchDomain()))
        {
            await bed.FillAsync(Opcodes.Noop, Jobs);
            await bed.EndAsync(Jobs);
            run.Report.Add("right after their end", await ListAsync(bed), "ms");
        }
        // The first start of the process also makes its code.
        await using (var bed = await KernelBed.StartAsync(directory, new BenchDomain()))
            run.Report.Add("after a restart, first of the process", await ListAsync(bed), "ms");
        run.Report.Add("after a restart", await run.MedianAsync(async () =>
        {
            await using var bed = await KernelBed.StartAsync(directory, new BenchDomain());
            return await ListAsync(bed);
        }), "ms");
        await using var again = await KernelBed.StartAsync(directory, new BenchDomain());
        await ListAsync(again);
        run.Report.Add("again", await run.MedianAsync(() => ListAsync(again)), "ms");
    }

    private static async Task<double> ListAsync(KernelBed bed)
    {
        var watch = Stopwatch.StartNew();
        using var context = bed.Host.Look(KernelBed.Caller, s_fields);
        var result = await bed.Host.Model.Resources.Get("job").QueryAsync(context, new QueryRequest(s_fields));
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        await using (var writer = new Utf8JsonWriter(buffer))
            result.WriteTo(writer);
        return result.Rows.Count == Jobs ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{result.Rows.Count} jobs were listed");
    }
}
