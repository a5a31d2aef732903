using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Daemon;

/// <summary>Submits and whole jobs over LUXI sockets. The jobs run meanwhile, on the same cores.</summary>
internal sealed class LuxiJobs : DaemonPart
{
    public override string Name => "luxi-jobs";

    public override string About => "durable submits and whole jobs a second over LUXI; the jobs run beside them";

    protected override async Task MeasureAsync(BenchRun run, DaemonBed daemon)
    {
        foreach (var connections in new[] { 1, 64 })
        {
            AddInTurn(run, daemon, $"jobs of 1 ms, submit to seen success, {connections} in flight", "jobs/s",
                connections == 64 ? Target.AtLeast(2_000) : null, path => Whole(run, path, SubmitDelay, connections));
            run.Report.Add($"dummy jobs, submit to seen success, {connections} in flight",
                await run.MedianAsync(() => Task.FromResult(Whole(run, daemon.Luxi, SubmitDummy, connections))),
                "jobs/s", connections == 64 ? Target.AtLeast(2_000) : null);
        }
        // A peer that takes more jobs than it can run is busy long after the round, so its whole jobs come first.
        foreach (var (connections, target) in new[] { (1, null), (16, null), (64, Target.AtLeast(5_000)) })
            AddInTurn(run, daemon, $"submits, {connections} connections", "submits/s", target,
                path => RoundTrips.Measure(path, SubmitDelay, connections, run.Options.Round, new Samples()));
    }

    private static double Whole(BenchRun run, string path, byte[] submit, int connections)
    {
        var watch = Stopwatch.StartNew();
        var counts = new int[connections];
        var threads = Enumerable.Range(0, connections).Select(i => new Thread(() => counts[i] = Client(path, submit, watch, run.Options.Round))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static int Client(string path, byte[] submit, Stopwatch watch, TimeSpan time)
    {
        using var client = new LuxiClient(path);
        var done = 0;
        for (; watch.Elapsed < time; done++)
            client.WaitForSuccess(client.Submit(submit));
        return done;
    }
}
