using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Daemon;

/// <summary>Start and memory of the daemon: empty, and with 100,000 jobs in the queue.</summary>
internal sealed class DaemonMemory : DaemonPart
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(5);

    public override string Name => "daemon";

    public override string About => "resident memory of an idle droverd, start with 100,000 queued jobs, memory of each";

    public override async Task RunAsync(BenchRun run)
    {
        var directory = run.NewDirectory();
        double empty;
        await using (var daemon = await DaemonBed.StartAsync(run, directory))
        {
            run.Report.Add("start, empty state directory", daemon.StartTook.TotalSeconds, "s");
            await Task.Delay(s_settle);
            empty = ProcessFigures.ResidentMegabytes(daemon.ProcessId);
            run.Report.Add("resident memory, idle", empty, "MB", Target.AtMost(100));
            FillQueue(daemon.Luxi);
        }
        var starts = new List<double>();
        var memory = new List<double>();
        for (var i = 0; i < run.Options.Rounds; i++)
        {
            await using var daemon = await DaemonBed.StartAsync(run, directory);
            starts.Add(daemon.StartTook.TotalSeconds);
            await Task.Delay(s_settle);
            memory.Add(ProcessFigures.ResidentMegabytes(daemon.ProcessId));
        }
        run.Report.Add("start to /readyz with 100,000 queued jobs", Samples.Median(starts), "s", Target.AtMost(2));
        run.Report.Add("resident memory with them", Samples.Median(memory), "MB");
        run.Report.Add("resident memory of a queued job", (Samples.Median(memory) - empty) * 1e6 / ManyJobs, "bytes", Target.AtMost(2_000));
    }

    protected override Task MeasureAsync(BenchRun run, DaemonBed daemon) => Task.CompletedTask;
}
