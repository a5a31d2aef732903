using System.Diagnostics;
using Drover.Locks;

namespace Drover.Bench.Kernel;

/// <summary>Requests for one of 1,000 devices, on the lock table alone.</summary>
internal sealed class LockChoices : Part
{
    private const int Devices = 1_000;
    private const int Queue = 10_000;

    private static readonly LockSet s_any = OneOf(Enumerable.Range(0, Devices));

    public override string Name => "choices";

    public override string About => "requests that choose one of 1,000 devices: free, held, and with 10,000 that wait";

    public override async Task RunAsync(BenchRun run)
    {
        var free = Table(held: 0);
        var last = Table(held: Devices - 1);
        var none = Table(held: Devices);
        await Report(run, "one of 1,000 free: request, grant, release", done => Grant(free.Request(Any(done)), done).Release(done));
        await Report(run, "only the last of 1,000 free: request, grant, release", done => Grant(last.Request(Any(done)), done).Release(done));
        await Report(run, "all of 1,000 held: request, cancel", done => none.Request(Any(done)).Cancel(done));
        await ReportQueue(run, "release and grant to the first of 10,000 that wait", _ => s_any);
        // A hundred kinds of devices, ten of each.
        var kinds = Enumerable.Range(0, 100).Select(kind => OneOf(Enumerable.Range(kind * 10, 10))).ToArray();
        await ReportQueue(run, "the same with 100 lists of 10 devices", i => kinds[i % kinds.Length]);
    }

    private static async Task ReportQueue(BenchRun run, string what, Func<long, LockSet> set)
    {
        var table = Table(held: Devices);
        for (var i = 0L; i < Queue; i++)
            table = table.Request(new LockRequest(Devices + i, set(i), 0, new Timestamp(i), "lab"));
        var holders = new Queue<long>(Enumerable.Range(0, Devices).Select(i => (long)i));
        await Report(run, what, done =>
        {
            table = table.Release(holders.Dequeue());
            var next = table.NextGrantable!.Owner;
            holders.Enqueue(next);
            table = Grant(table, next);
            table = table.Request(new LockRequest(done + Queue, set(done), 0, new Timestamp(done), "lab"));
        });
    }

    private static async Task Report(BenchRun run, string what, Action<long> once)
    {
        long done = 2 * Queue;
        var rate = await run.MedianAsync(() =>
        {
            var (watch, before) = (Stopwatch.StartNew(), done);
            for (; watch.Elapsed < run.Options.Round; done++)
                once(done);
            return Task.FromResult((done - before) / watch.Elapsed.TotalSeconds);
        });
        run.Report.Add(what, rate, "/s");
    }

    private static LockTable Table(int held)
    {
        var table = new LockTable(new LockLevels([new LockLevel("device", 70)]));
        for (var i = 0; i < held; i++)
            table = table.Restore(i, LockSet.Empty.With("device", $"d{i}", LockMode.Exclusive), "lab");
        return table;
    }

    private static LockSet OneOf(IEnumerable<int> devices) =>
        LockSet.Empty.WithChoice("device", devices.Select(i => $"d{i}"), LockMode.Exclusive, 1);

    private static LockRequest Any(long owner) => new(owner, s_any, 0, new Timestamp(owner), "lab");

    private static LockTable Grant(LockTable table, long owner) => table.Grant(owner, table.Choose(owner));
}
