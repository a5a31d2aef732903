using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Daemon;

/// <summary>Our command line client beside Ganeti's, both on the same daemon with 1,000 jobs.</summary>
internal sealed class CommandLine : DaemonPart
{
    private const int RunsPerRound = 7;

    public override string Name => "cli";

    public override string About => "wall time of 'drover get jobs' with 1,000 jobs, beside 'gnt-job list' on the same daemon";

    protected override async Task MeasureAsync(BenchRun run, DaemonBed daemon)
    {
        LuxiQueries.Fill(daemon.Luxi);
        var tools = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "gnt-job"));
        var ganeti = tools.FirstOrDefault(File.Exists);
        var ours = new Samples();
        var theirs = new Samples();
        for (var i = 0; i < RunsPerRound * run.Options.Rounds; i++)
        {
            ours.Add(await ProgramTime.OfAsync(DaemonBed.Binary("drover"), ["--socket", daemon.Http, "get", "jobs"], [], 1_000));
            if (ganeti is not null)
                theirs.Add(await ProgramTime.OfAsync(ganeti, ["list"], [("GANETI_ROOTDIR", daemon.Root), ("GANETI_HOSTNAME", "node1")], 1_000));
        }
        run.Report.Add("drover get jobs", ours.P50, "ms", Target.AtMost(120));
        if (ganeti is null)
        {
            Report.Note("gnt-job is not installed, so there is nothing to compare with");
            return;
        }
        run.Report.Add("gnt-job list", theirs.P50, "ms");
        run.Report.Add("drover get jobs / gnt-job list", ours.P50 / theirs.P50, "x", Target.AtMost(0.7));
    }
}
