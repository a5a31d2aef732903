using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Nodes.Shares;

namespace Drover.Bench.Shares;

/// <summary>An archive that is unpacked in a watched tree: how long after its end all is right.</summary>
internal sealed class ShareArchive : Part
{
    private const int DirectoryCount = 400, FilesEach = 50;

    public override string Name => "shares-archive";

    public override string About => "an archive of 20,000 files unpacked in a watched tree: until all is right, beside the time to unpack it (needs root and tar)";

    public override async Task RunAsync(BenchRun run)
    {
        var source = run.NewDirectory();
        ShareBed.Fill(source, DirectoryCount, FilesEach, "a few bytes, as small files have");
        var archive = Path.Combine(run.NewDirectory(), "archive.tar.gz");
        ShareBed.Time("tar", "-C", source, "-czf", archive, ".");
        foreach (var way in (ShareWatchWay[])[ShareWatchWay.Fanotify, ShareWatchWay.Inotify])
        {
            List<double> bare = [], watched = [], right = [];
            for (var round = 0; round < run.Options.Rounds; round++)
            {
                bare.Add(ShareBed.Time("tar", "-C", run.NewDirectory(), "-xzf", archive));
                var root = run.NewDirectory();
                using var bed = new ShareBed();
                await bed.WatchAsync(root, way);
                watched.Add(ShareBed.Time("tar", "-C", root, "-xzf", archive));
                var begin = Stopwatch.GetTimestamp();
                await bed.RestAsync(DirectoryCount * (FilesEach + 1));
                right.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                if ((await bed.CheckAsync(root, apply: false)).Wrong is not 0 and var wrong)
                    throw new InvalidOperationException($"{wrong} entries are not right.");
            }
            run.Report.Add($"{way}: unpack, not watched", Samples.Median(bare), "ms");
            run.Report.Add($"{way}: unpack, watched", Samples.Median(watched), "ms");
            run.Report.Add($"{way}: all right after its end", Samples.Median(right), "ms");
            run.Report.Add($"{way}: all right / unpack, not watched", Samples.Median(right) / Samples.Median(bare), "x", Target.AtMost(0.5));
        }
    }
}
