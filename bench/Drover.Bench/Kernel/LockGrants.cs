using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Locks;

namespace Drover.Bench.Kernel;

/// <summary>Requests, grants and releases on the lock table alone.</summary>
internal sealed class LockGrants : Part
{
    private const int Held = 10_000;

    public override string Name => "locks";

    public override string About => "request, grant and release of one uncontended lock while 10,000 are held";

    public override async Task RunAsync(BenchRun run)
    {
        var table = new LockTable(new LockLevels([new LockLevel("node", 30)]));
        for (var i = 1; i <= Held; i++)
            table = Grant(table, i, $"node{i}");
        var latency = new Samples();
        var rate = await run.MedianAsync(() => Task.FromResult(Measure(run, table, latency)));
        run.Report.Add("grants (request, grant, release)", rate, "/s");
        run.Report.Add("request and grant, p99", latency.P99, "ms", Target.AtMost(1));
    }

    private static double Measure(BenchRun run, LockTable table, Samples latency)
    {
        long done = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < run.Options.Round; done++)
        {
            var owner = Held + 1 + done;
            var start = Stopwatch.GetTimestamp();
            table = Grant(table, owner, $"free{done % 1000}");
            if (done % 16 == 0)
                latency.AddSince(start);
            table = table.Release(owner);
        }
        return done / watch.Elapsed.TotalSeconds;
    }

    private static LockTable Grant(LockTable table, long owner, string node)
    {
        table = table.Request(new LockRequest(
            owner, LockSet.Empty.With("node", [node], LockMode.Exclusive), 0, new Timestamp(owner), "cluster"));
        return table.Grant(owner, table.Choose(owner));
    }
}
