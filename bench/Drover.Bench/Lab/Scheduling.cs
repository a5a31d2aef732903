using System.Diagnostics;
using System.Globalization;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Kernel.Jobs;
using Drover.Lab.TestJobs;

namespace Drover.Bench.Lab;

/// <summary>What it costs to give a device that gets free to the next test job, and what it costs when nothing changes.</summary>
internal sealed class Scheduling : Part
{
    private const int Devices = 1_000;
    private const int Ends = 300;

    private static readonly int[] s_queues = [10, 1_000, 100_000];
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    public override string Name => "scheduling";

    public override string About => "1,000 devices in use and 10, 1,000 or 100,000 test jobs that wait: end of one to start of the next, and what is written while nothing happens";

    public override async Task RunAsync(BenchRun run)
    {
        foreach (var queue in s_queues)
            await MeasureAsync(run, queue);
    }

    private static async Task MeasureAsync(BenchRun run, int queue)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{queue:N0} that wait");
        await using var bed = await LabBed.StartAsync(run.NewDirectory(), s_look);
        await bed.AddDevicesAsync(Devices);
        var running = new Queue<long>(await bed.SubmitJobsAsync(Devices));
        foreach (var id in running)
            await bed.UntilAsync(id, status => status == JobStatus.Running);
        var begin = Stopwatch.GetTimestamp();
        var waiting = new Queue<long>(await bed.SubmitJobsAsync(queue));
        // A handful says nothing of a rate.
        if (queue >= 1_000)
            run.Report.Add($"{what}: submits, 1,000 a call", queue / Stopwatch.GetElapsedTime(begin).TotalSeconds, "/s");

        var passes = new Samples();
        for (var i = 0; i < Ends; i++)
        {
            var (over, next) = (running.Dequeue(), waiting.Dequeue());
            while (bed.Lab.Assignments.Find(over) is null)
                await Task.Yield();
            begin = Stopwatch.GetTimestamp();
            await bed.Lab.Assignments.EndedAsync(over, new TestJobEnd(TestJobHealth.Complete));
            await bed.UntilAsync(next, status => status == JobStatus.Running);
            passes.AddSince(begin);
            running.Enqueue(next);
            // As many wait as before.
            waiting.Enqueue((await bed.SubmitJobsAsync(1))[0]);
        }
        run.Report.Add($"{what}: end of one to start of the next, p50", passes.P50, "ms", Target.AtMost(50));
        run.Report.Add($"{what}: end of one to start of the next, p99", passes.P99, "ms");

        // Looks at workers, health checks and deadlines go on meanwhile.
        await Task.Delay(2 * s_look);
        var before = bed.Host.State.Sequence;
        await Task.Delay(run.Options.Round);
        run.Report.Add($"{what}: records written while nothing happens", bed.Host.State.Sequence - before, "", Target.AtMost(0));

        begin = Stopwatch.GetTimestamp();
        await bed.DoAsync(new { OP_ID = "OP_DEVICE_ADD", name = "one-more", device_type = "board", health = "good" });
        await bed.DoAsync(new { OP_ID = "OP_DEVICE_REMOVE", name = "one-more" });
        run.Report.Add($"{what}: a device comes and goes that all may have", Stopwatch.GetElapsedTime(begin).TotalMilliseconds, "ms");
    }
}
