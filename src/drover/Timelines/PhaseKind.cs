namespace Drover.Cli.Timelines;

/// <summary>What a job did for a while.</summary>
internal enum PhaseKind
{
    /// <summary>Stood in the queue, for its turn or the end of others.</summary>
    Queued,

    /// <summary>Was kept in the queue by a filter or a rate limit.</summary>
    Held,

    /// <summary>Ran the step before locking.</summary>
    Prepares,

    /// <summary>Waited for locks.</summary>
    Waits,

    Runs,

    /// <summary>Was about to be canceled.</summary>
    Canceling,
}
