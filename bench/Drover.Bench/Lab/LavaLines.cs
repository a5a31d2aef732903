using System.Diagnostics;
using System.Globalization;
using System.Text;
using Drover.Bench.Measuring;
using Drover.LavaLoad;

namespace Drover.Bench.Lab;

/// <summary>Log lines of running test jobs, from the worker through the daemon to the disk and to who reads them.</summary>
internal sealed class LavaLines : Part
{
    private const int Jobs = 4;
    private const int LinesEach = 100_000;
    private const int ResultsEach = 5_000;

    public override string Name => "lava-logs";

    public override string About => "log lines and results of four test jobs at once, until they are durable, and the last one is there for who follows";

    public override async Task RunAsync(BenchRun run)
    {
        await using var bed = await LavaBed.StartAsync(run);
        using var workers = await bed.ConnectAsync(Jobs, 1);
        await MeasureAsync(bed, workers, Target, LinesEach / 10);
        List<double> lines = [], results = [];
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            lines.Add(await MeasureAsync(bed, workers, Target, LinesEach));
            results.Add(await MeasureAsync(bed, workers, Case, ResultsEach));
        }
        run.Report.Add("log lines, sent to durable, one log followed", Samples.Median(lines), "/s", Reporting.Target.AtLeast(196_000));
        run.Report.Add("lines of level results, sent to recorded", Samples.Median(results), "/s");
    }

    private static byte[] Target(int _) => Encoding.UTF8.GetBytes("{\"dt\": \"2018-06-15T12:00:00.000000\", \"lvl\": \"target\", \"msg\": \"" + new string('x', 72) + "\"}");

    private static byte[] Case(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$$"""{"dt": "2018-06-15T12:00:00.000000", "lvl": "results", "msg": {"case": "case-{{{number}}}", "definition": "0_smoke", "result": "pass", "measurement": "{{{number}}}.5", "units": "MB/s"}}"""));

    /// <summary>Lines a second. The verdict comes last; when its job is over it was recorded, and before that the log was synced.</summary>
    /// <exception cref="InvalidOperationException">Lines are missing in a log.</exception>
    private static async Task<double> MeasureAsync(LavaBed bed, PlayedWorkers workers, Func<int, byte[]> line, int count)
    {
        var jobs = await bed.SubmitJobsAsync(Jobs);
        workers.Until(() => jobs.TrueForAll(workers.Starts.ContainsKey));
        var ids = jobs.ConvertAll(PlayedWorkers.Frame);
        foreach (var job in ids)
            workers.Line(job, line(0));
        while (await bed.CountAsync("Running") < Jobs)
            await Task.Delay(10);
        var follower = FollowAsync(bed, jobs[0]);

        var texts = Enumerable.Range(1, count - 1).Select(line).ToList();
        var begin = Stopwatch.GetTimestamp();
        foreach (var text in texts)
            foreach (var job in ids)
                workers.Line(job, text);
        foreach (var job in jobs)
            workers.Verdict(job);
        await Task.Run(() => bed.UntilFinal(jobs));
        await follower;
        var rate = (double)Jobs * count / Stopwatch.GetElapsedTime(begin).TotalSeconds;

        foreach (var job in jobs)
        {
            if (await bed.CountLinesAsync(job) is var found && found != count + 1)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The log of job {job} has {found} lines, not {count + 1}."));
            workers.End(job, PackedDescription.OfSize(1_000));
        }
        workers.Until(() => jobs.TrueForAll(workers.Ended.Contains));
        return rate;
    }

    /// <summary>Follows a log until its verdict is there.</summary>
    private static async Task FollowAsync(LavaBed bed, long job)
    {
        await using var stream = await bed.OpenLogAsync(job, follow: true);
        var (buffer, kept) = (new byte[1 << 18], 0);
        var wanted = PlayedWorkers.VerdictTime.ToArray();
        while (await stream.ReadAsync(buffer.AsMemory(kept)) is > 0 and var got)
        {
            var bytes = buffer.AsSpan(0, kept + got);
            if (bytes.IndexOf(wanted) >= 0)
                return;
            kept = Math.Min(bytes.Length, wanted.Length);
            bytes[^kept..].CopyTo(buffer);
        }
        throw new InvalidOperationException("The stream ended before the log did.");
    }
}
