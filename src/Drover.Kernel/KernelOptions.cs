namespace Drover.Kernel;

/// <summary>Settings of queue, locks and journal.</summary>
public sealed class KernelOptions
{
    /// <summary>Most unfinished jobs at once. Default 200,000.</summary>
    public int QueueLimit { get; init; } = 200_000;

    /// <summary>Commands that wait for the writer at most; whoever gives another one waits for a place. Reports of what has happened are taken
    /// in any case. Default 10,000.</summary>
    public int InboxLimit { get; init; } = 10_000;

    /// <summary>Age after which a finished job is archived by itself. Default 6 hours.</summary>
    public TimeSpan AutoArchiveAge { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Finished jobs kept listable at most; older ones are archived by themselves. Default 100,000.</summary>
    public int AutoArchiveCount { get; init; } = 100_000;

    /// <summary>How long an idempotency token is remembered. Default 24 hours.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Waiting that raises a lock request by one priority step. Default 60 seconds.</summary>
    public TimeSpan AgeingStep { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a shutdown lets running jobs end. Default 60 seconds.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a shutdown that had to wait for jobs lets clients fetch results. Default 2 seconds.</summary>
    public TimeSpan ShutdownLinger { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest log entry in bytes of JSON; a longer one is cut. Default 64 KiB.</summary>
    public int LogEntryLimit { get; init; } = 64 * 1024;

    /// <summary>Most log entries of one job; later ones are dropped, the last kept one says so. Default 100,000.</summary>
    public int LogEntriesPerJob { get; init; } = 100_000;

    /// <summary>Log entries of one operation that may wait for the disk; an operation that writes more waits. Default 1,000.</summary>
    public int OperationLogBacklog { get; init; } = 1_000;

    /// <summary>How long journal records are kept. Default 30 days.</summary>
    public TimeSpan JournalRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Journal records kept whatever their age. Default 100,000.</summary>
    public int JournalKeepAtLeast { get; init; } = 100_000;

    /// <summary>Events that a subscriber may lag behind before it is dropped. Default 10,000.</summary>
    public int SubscriberBacklog { get; init; } = 10_000;

    /// <summary>Signals that wait for a subscriber at most; the oldest are dropped. Default 1,000.</summary>
    public int SignalBacklog { get; init; } = 1_000;
}
