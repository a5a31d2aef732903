using Drover.Kernel.Configuration;

namespace Drover.Kernel.Jobs;

/// <summary>What the queue itself remembers.</summary>
public sealed record QueueState
{
    /// <summary>The kind and the only key under which it is stored.</summary>
    public static ObjectKind<QueueState> Kind { get; } = new("queue", 1, KernelJson.Default.QueueState,
        shown: Disclosure.Everyone("last_job_id", "drained", "watcher_pause"));

    /// <summary>The only key of <see cref="Kind"/>.</summary>
    public const string Key = "state";

    /// <summary>The highest id given to a job so far.</summary>
    public long LastJobId { get; init; }

    /// <summary>Whether new jobs are refused.</summary>
    public bool Drained { get; init; }

    /// <summary>Until when the watcher is to rest, Unix seconds as the client gave them (a JSON number); empty when it is not paused.</summary>
    public RawJson WatcherPause { get; init; }
}
