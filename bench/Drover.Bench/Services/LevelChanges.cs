using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Services;

/// <summary>Groups of many processes brought up and down through the whole daemon, beside a bare loop in C.</summary>
internal sealed class LevelChanges : Part
{
    private static readonly (string Name, double? Target, string[] Options)[] s_kinds =
    [
        ("plain", 1.15, []),
        ("with a limit", 1.6, [":::group.g.limit-core:0"]),
        ("as another user", 1.6, [":::group.g.user:nobody"]),
    ];

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public override string Name => "levels";

    public override string About => "submit of a level change to all processes running, and to all gone; beside a C loop of posix_spawn";

    public override async Task RunAsync(BenchRun run)
    {
        var loop = SpawnLoop.Compile(run.NewDirectory());
        if (loop is null)
            Report.Note("There is no C compiler: no ratio.");
        foreach (var count in new[] { 100, 500 })
            foreach (var (name, target, options) in s_kinds)
            {
                if (name != "plain" && !(Environment.IsPrivilegedProcess && count == 500))
                    continue;
                await using var bed = await ServiceBed.StartAsync(run, count, options);
                Measure(run, bed, loop, count, name, target);
            }
    }

    private static void Measure(BenchRun run, ServiceBed bed, SpawnLoop? loop, int count, string name, double? target)
    {
        List<double> starts = [], stops = [], startRatios = [], stopRatios = [];
        // The first round pays for the compiler, as the first level change after a start of the daemon does.
        for (var round = 0; round <= run.Options.Rounds; round++)
        {
            var bare = loop?.Run(count) ?? (0, 0);
            var start = bed.Tell("1");
            Check(bed, count);
            var stop = bed.Tell("9");
            Check(bed, 0);
            if (round == 0)
            {
                run.Report.Add($"{count} processes {name}, started, first time", start, "ms");
                continue;
            }
            starts.Add(start);
            stops.Add(stop);
            startRatios.Add(start / bare.Start);
            stopRatios.Add(stop / bare.Stop);
        }
        run.Report.Add($"{count} processes {name}, started", Samples.Median(starts), "ms");
        if (loop is not null)
            run.Report.Add($"{count} processes {name}, started, ours / bare C loop", Samples.Median(startRatios), "x", target is { } most ? Target.AtMost(most) : null);
        run.Report.Add($"{count} processes {name}, stopped", Samples.Median(stops), "ms", count == 500 ? Target.AtMost(500) : null);
        if (loop is not null)
            run.Report.Add($"{count} processes {name}, stopped, ours / bare C loop", Samples.Median(stopRatios), "x");
    }

    /// <summary>A wrapper turns into the sleeper a moment after it was started.</summary>
    private static void Check(ServiceBed bed, int expected)
    {
        var began = Stopwatch.GetTimestamp();
        while (bed.Sleepers().Count is var found && found != expected)
            if (Stopwatch.GetElapsedTime(began) > s_patience)
                throw new InvalidOperationException($"{found} processes run where {expected} should.");
    }
}
