using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Nodes.Shares;

namespace Drover.Bench.Shares;

/// <summary>What many watched directories cost.</summary>
internal sealed class ShareMemory : Part
{
    private const int DirectoryCount = 100_000, InEach = 100;

    public override string Name => "shares-memory";

    public override string About => "100,000 watched directories: resident memory more than before (needs root)";

    public override async Task RunAsync(BenchRun run)
    {
        var root = run.NewDirectory();
        for (var i = 0; i < DirectoryCount; i++)
            Directory.CreateDirectory(Path.Combine(root, $"d{i / InEach}", $"e{i % InEach}"));
        using (var first = new ShareBed())
            await first.CheckAsync(root, apply: true);
        foreach (var way in (ShareWatchWay[])[ShareWatchWay.Fanotify, ShareWatchWay.Inotify])
        {
            var before = Resident();
            using var bed = new ShareBed();
            await bed.WatchAsync(root, way);
            run.Report.Add($"{way}", Resident() - before, "MB", Target.AtMost(30));
        }
    }

    private static double Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return ProcessFigures.ResidentMegabytes(Environment.ProcessId);
    }
}
