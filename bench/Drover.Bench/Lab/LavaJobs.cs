using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.LavaLoad;

namespace Drover.Bench.Lab;

/// <summary>Test jobs of the real daemon on workers of LAVA's ZeroMQ era: from submit to START, their ends, and all of it.</summary>
internal sealed class LavaJobs : Part
{
    private const int Workers = 50;
    private const int DevicesEach = 20;
    private const int Alone = 100;
    private const int Many = 2_000;
    private const int DescriptionBytes = 15_000;

    public override string Name => "lava-jobs";

    public override string About => "submit to START, END with 15 kB of description, and whole test jobs, with 50 workers and 1,000 devices";

    public override async Task RunAsync(BenchRun run)
    {
        var description = PackedDescription.OfPipeline(DescriptionBytes);
        var noise = PackedDescription.OfSize(DescriptionBytes);
        await using var bed = await LavaBed.StartAsync(run);
        using var workers = await bed.ConnectAsync(Workers, DevicesEach);

        // The first ones pay for code that is compiled then.
        await StartsAsync(bed, workers, description, Alone, new Samples());
        var starts = new Samples();
        for (var round = 0; round < run.Options.Rounds; round++)
            await StartsAsync(bed, workers, description, Alone, starts);
        run.Report.Add("submit to START at the worker, one at a time, p50", starts.P50, "ms", Target.AtMost(5));
        run.Report.Add("submit to START at the worker, one at a time, p99", starts.P99, "ms");

        List<double> ends = [], cost = [];
        foreach (var (what, text) in new[] { ("of description", description), ("that packing makes no smaller", noise) })
        {
            ends.Clear();
            cost.Clear();
            for (var round = 0; round < run.Options.Rounds; round++)
                ends.Add(await EndsAsync(bed, workers, text, cost));
            run.Report.Add($"END with 15 kB {what} ({text.Length:N0} sent)", Samples.Median(ends), "/s", Target.AtLeast(1_700));
            run.Report.Add("the same, processor time of the daemon for each", Samples.Median(cost), "ms");
        }

        var whole = new List<double>();
        cost.Clear();
        for (var round = 0; round < run.Options.Rounds; round++)
            whole.Add(await WholeAsync(bed, workers, description, cost));
        run.Report.Add("whole test jobs, submit to END_OK, 1,000 at once", Samples.Median(whole), "/s");
        run.Report.Add("the same, processor time of the daemon for each", Samples.Median(cost), "ms");
    }

    private static async Task StartsAsync(LavaBed bed, PlayedWorkers workers, byte[] description, int count, Samples samples)
    {
        for (var i = 0; i < count; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            var job = (await bed.SubmitJobsAsync(1))[0];
            workers.Until(() => workers.Starts.ContainsKey(job));
            samples.Add(Stopwatch.GetElapsedTime(begin, workers.Starts[job]));
            workers.Verdict(job);
            workers.End(job, description);
            workers.Until(() => workers.Ended.Contains(job));
            bed.UntilFinal([job]);
        }
    }

    /// <summary>All devices run a job; then all workers report all ends.</summary>
    private static async Task<double> EndsAsync(LavaBed bed, PlayedWorkers workers, byte[] description, List<double> cost)
    {
        var jobs = await bed.SubmitJobsAsync(Workers * DevicesEach);
        workers.Until(() => jobs.TrueForAll(workers.Starts.ContainsKey));
        while (await bed.CountAsync("Running") < jobs.Count)
            await Task.Delay(10);
        var before = ProcessFigures.ProcessorMilliseconds(bed.ProcessId);
        foreach (var job in jobs)
            workers.Verdict(job);
        var begin = Stopwatch.GetTimestamp();
        foreach (var job in jobs)
            workers.End(job, description);
        workers.Until(() => jobs.TrueForAll(workers.Ended.Contains));
        var rate = jobs.Count / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        bed.UntilFinal(jobs);
        cost.Add((ProcessFigures.ProcessorMilliseconds(bed.ProcessId) - before) / jobs.Count);
        return rate;
    }

    /// <summary>More jobs than devices, each ended as soon as it is started.</summary>
    private static async Task<double> WholeAsync(LavaBed bed, PlayedWorkers workers, byte[] description, List<double> cost)
    {
        workers.Begun = job =>
        {
            workers.Verdict(job);
            workers.End(job, description);
        };
        var before = ProcessFigures.ProcessorMilliseconds(bed.ProcessId);
        var (begin, jobs) = (Stopwatch.GetTimestamp(), new List<long>());
        for (var i = 0; i < Many; i += Many / 5)
            jobs.AddRange(await bed.SubmitJobsAsync(Many / 5));
        workers.Until(() => jobs.TrueForAll(workers.Ended.Contains));
        var rate = jobs.Count / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        workers.Begun = null;
        bed.UntilFinal(jobs);
        cost.Add((ProcessFigures.ProcessorMilliseconds(bed.ProcessId) - before) / jobs.Count);
        return rate;
    }
}
