using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Kernel.Journal;
using Drover.Storage;

namespace Drover.Bench.Kernel;

/// <summary>What the disk and the bare store can do: the yardstick of all durable figures.</summary>
internal sealed class RawCommits : Part
{
    public override string Name => "raw";

    public override string About => "synced writes and commits a second, one after the other, without a kernel";

    public override async Task RunAsync(BenchRun run)
    {
        run.Report.Add("append of 4 kB and fdatasync", await run.MedianAsync(() => Task.FromResult(WriteAndSync(run))), "/s");
        run.Report.Add("store, one row of 300 bytes a commit, synced", await run.MedianAsync(() => Task.FromResult(Commits(run))), "commits/s");
    }

    /// <summary>An empty store on the measured disk.</summary>
    public static SqliteStore Open(BenchRun run) => SqliteStore.Open(new SqliteStoreOptions { Directory = run.NewDirectory() }, TimeProvider.System);

    /// <summary>Synced commits a second of the store itself, of one new job row each.</summary>
    public static double Commits(SqliteStore store, TimeSpan time)
    {
        var body = new byte[300];
        var start = Stopwatch.GetTimestamp();
        long done = 0;
        for (; Stopwatch.GetElapsedTime(start) < time; done++)
            store.Append(0, 0, [], [new JobRow(start + done, JobPhase.Unfinished, ReadOnlyMemory<byte>.Empty, body)]);
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Commits(BenchRun run)
    {
        using var store = Open(run);
        return Commits(store, run.Options.Round);
    }

    private static double WriteAndSync(BenchRun run)
    {
        using var file = File.OpenHandle(Path.Combine(run.NewDirectory(), "log"), FileMode.CreateNew, FileAccess.Write);
        var page = new byte[4096];
        long done = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < run.Options.Round; done++)
        {
            RandomAccess.Write(file, page, done * page.Length);
            DiskSync.Data(file);
        }
        return done / watch.Elapsed.TotalSeconds;
    }
}
