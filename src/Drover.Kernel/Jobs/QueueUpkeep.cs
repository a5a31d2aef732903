using Drover.Kernel.Domains;

namespace Drover.Kernel.Jobs;

/// <summary>What the queue does by itself: archives old jobs, forgets old tokens, cuts the old journal.</summary>
public static class QueueUpkeep
{
    private const int ArchiveBatch = 1_000;

    internal static IReadOnlyList<PeriodicWork> Works { get; } =
    [
        new("archive old jobs", TimeSpan.FromMinutes(1), ArchiveBySettingsAsync),
        new("expire tokens", TimeSpan.FromHours(1), (host, stop) => host.ExecuteAsync(new ExpireTokens(), Caller.System, stop)),
    ];

    /// <summary>Archives final jobs older than <paramref name="age"/> (null: all final ones), oldest ids first, until
    /// <paramref name="timeout"/> is over. Answers how many were archived and how many ids were not looked at.</summary>
    public static async Task<(int Archived, int Left)> AutoArchiveAsync(
        KernelHost host, Caller caller, TimeSpan? age, TimeSpan timeout, CancellationToken cancellationToken)
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

    private static Timestamp AgeFrom(JobEntry entry) => entry.Ended ?? entry.Started ?? entry.Received;

    private static async Task ArchiveBySettingsAsync(KernelHost host, CancellationToken stop)
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
