using System.Diagnostics;
using Drover.Bench.Daemon;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Bench.Services;

namespace Drover.Bench.Fleet;

/// <summary>A group of many processes on another node brought up and down by the master, beside a bare loop in C.</summary>
internal sealed class AgentLevels : Part
{
    private const int Count = 500;

    public override string Name => "agent-levels";

    public override string About => "submit to the master of a level change to all 500 processes of another node running; beside a C loop of posix_spawn";

    public override async Task RunAsync(BenchRun run)
    {
        var directory = run.NewDirectory();
        if (SpawnLoop.Compile(directory) is not { } loop)
        {
            Report.Note("There is no C compiler: no ratio.");
            return;
        }
        var cltab = Path.Combine(directory, "cltab");
        await File.WriteAllLinesAsync(cltab, Enumerable.Range(0, Count).Select(i => $"g:t{i}:1:respawn:/bin/sleep 1000"));
        File.SetUnixFileMode(cltab, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var fleet = await FleetBed.StartAsync(run);
        await using var agent = await RealAgent.StartAsync(run, fleet, "n1", "--cltab", cltab);
        using var client = new LuxiClient(fleet.Daemon.Luxi);
        List<double> starts = [], ratios = [], stops = [];
        for (var round = 0; round <= run.Options.Rounds; round++)
        {
            var bare = loop.Run(Count).Start;
            var (start, stop) = (Tell(client, "1"), Tell(client, "9"));
            // The first round pays for the compiler of the master.
            if (round == 0)
                continue;
            starts.Add(start);
            ratios.Add(start / bare);
            stops.Add(stop);
        }
        run.Report.Add($"{Count} processes of another node, started", Samples.Median(starts), "ms");
        run.Report.Add($"{Count} processes of another node, started, ours / bare C loop", Samples.Median(ratios), "x", Target.AtMost(1.3));
        run.Report.Add($"{Count} processes of another node, stopped", Samples.Median(stops), "ms");
    }

    private static double Tell(LuxiClient client, string level)
    {
        var frame = LuxiClient.Frame("SubmitJob", $$"""[[{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"{{level}}","node":"n1","reason":[["bench","",0]]}]]""");
        var began = Stopwatch.GetTimestamp();
        client.WaitForSuccess(client.Submit(frame));
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
