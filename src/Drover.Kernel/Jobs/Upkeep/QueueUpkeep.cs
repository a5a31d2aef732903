using Drover.Kernel.Domains;
using Drover.Kernel.Journal;

namespace Drover.Kernel.Jobs;

/// <summary>What the queue does by itself: archives old jobs, forgets old tokens, cuts the old journal.</summary>
public static class QueueUpkeep
{
    private const int ArchiveBatch = 1_000;

    internal static IReadOnlyList<PeriodicWork> Works(KernelHost host) =>
    [
        new("archive old jobs", TimeSpan.FromMinutes(1), ArchiveBySettingsAsync),
        new("cut the old journal", TimeSpan.FromHours(1), (_, stop) => CutJournalAsync(host, stop)),
        new("renew the lease", TimeSpan.FromSeconds(10), (_, _) => host.RenewLeaseAsync()),
        new("expire tokens", TimeSpan.FromHours(1), (host, stop) => host.ExecuteAsync(new ExpireTokens(), Caller.System, stop)),
    ];

    /// <summary>Archives final jobs older than <paramref name="age"/> (null: all final ones), oldest ids first, until
    /// <paramref name="timeout"/> is over. Answers how many were archived and how many ids were not looked at.</summary>
    public static async Task<(int Archived, int Left)> AutoArchiveAsync(
        IKernel host, Caller caller, TimeSpan? age, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = host.Clock.GetTimestamp();
        var now = Timestamp.From(host.Clock);
        var jobs = host.State.Jobs;
        var (archived, seen) = (0, 0);
        var due = new List<long>(ArchiveBatch);
        foreach (var (id, entry) in jobs)
        {
            if (host.Clock.GetElapsedTime(started) > timeout)
                break;
            seen++;
            if (entry is FinishedJob && (age is null || now.Seconds - AgeFrom(entry).Seconds > age.Value.TotalSeconds))
                due.Add(id);
            if (due.Count < ArchiveBatch)
                continue;
            archived += await host.ExecuteAsync(new ArchiveJobs([.. due]), caller, cancellationToken);
            due.Clear();
        }
        if (due.Count > 0)
            archived += await host.ExecuteAsync(new ArchiveJobs(due), caller, cancellationToken);
        return (archived, jobs.Count - seen);
    }

    /// <summary>Removes journal records older than the retention, but keeps at least the last so many. Answers the last number removed, or 0.</summary>
    public static async Task<long> CutJournalAsync(KernelHost host, CancellationToken cancellationToken)
    {
        var options = host.Model.Options;
        var oldest = Timestamp.From(host.Clock) + -options.JournalRetention;
        long through;
        using (var reader = host.ReadStore())
            through = LastBefore(reader, oldest, host.State.Sequence - options.JournalKeepAtLeast);
        if (through > 0)
            await host.RunUpkeepAsync("cut the old journal", _ => host.CutStep(through), cancellationToken);
        return through;
    }

    /// <summary>Number of the last record before a moment, by bisection: journal time never runs backwards.</summary>
    private static long LastBefore(IStoreReader reader, Timestamp moment, long atMost)
    {
        var low = reader.Anchor.Sequence;
        if (atMost <= low)
            return 0;
        var (start, high) = (low, atMost);
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (reader.Journal(middle - 1, 1).First().Time < moment)
                low = middle;
            else
                high = middle - 1;
        }
        return low > start ? low : 0;
    }

    private static Timestamp AgeFrom(JobEntry entry) => entry.Ended ?? entry.Started ?? entry.Received;

    private static async Task ArchiveBySettingsAsync(IKernel host, CancellationToken stop)
    {
        var options = host.Model.Options;
        await AutoArchiveAsync(host, Caller.System, options.AutoArchiveAge, TimeSpan.FromSeconds(30), stop);
        var finished = host.State.Jobs.Count - host.State.Queue.Unfinished;
        if (finished <= options.AutoArchiveCount)
            return;
        var oldest = host.State.Jobs.Where(j => j.Value is FinishedJob).Take(finished - options.AutoArchiveCount).Select(j => j.Key);
        foreach (var chunk in oldest.Chunk(ArchiveBatch))
            await host.ExecuteAsync(new ArchiveJobs(chunk), Caller.System, stop);
    }
}
