namespace Drover.Locks;

/// <summary>The ways to misuse the lock table. All of them mean that the caller's bookkeeping is wrong; the table is unchanged.</summary>
internal static class LockErrors
{
    public static DroverException AlreadyWaiting(long owner) => new("LOCK_REQUESTED_TWICE",
        $"Job {owner} already waits for locks. A job waits once, for its whole set; replace or cancel that request first.");

    public static DroverException AlreadyHolds(long owner, LockSet set) => new("LOCK_OWNER_HOLDS",
        $"Job {owner} holds {set} and cannot ask for more: nobody waits while holding. Release its locks first.");

    public static DroverException NotWaiting(long owner) => new("LOCK_NOT_WAITING",
        $"Job {owner} does not wait for locks.");

    public static DroverException NotHolding(long owner) => new("LOCK_NOT_HELD",
        $"Job {owner} was not granted any locks, or has released them all.");

    public static DroverException NotHeld(long owner, LockName name, string hint = "") => new("LOCK_NOT_HELD",
        $"Job {owner} does not hold {name}.{hint}");

    public static DroverException NotCovered(long owner, LockDemand demand) => new("LOCK_NOT_HELD",
        $"Job {owner} cannot keep {demand}: it does not hold that. A running job may release and downgrade, never add.");

    public static DroverException NotGrantable(long owner, string why) => new("LOCK_NOT_GRANTABLE",
        $"Job {owner} cannot be granted its locks now: {why}");

    public static DroverException GrantMismatch(long owner, LockSet wanted, LockSet granted) => new("LOCK_GRANT_MISMATCH",
        $"Job {owner} cannot be granted {granted}: it waits for {wanted}, which is not met by that.");

    public static DroverException Conflict(long owner, LockDemand wanted, long other, LockDemand has) => new("LOCK_CONFLICT",
        $"Job {owner} cannot own {wanted}: job {other} holds {has}.");

    public static DroverException NotConcrete(long owner, LockSet set) => new("LOCK_SET_INVALID",
        $"Job {owner} cannot own {set}: what is held names its locks, choosing and opportunistic demands do not.");

    public static DroverException InUse(LockName name, IEnumerable<long> owners) => new("LOCK_IN_USE",
        $"{name} cannot be removed: jobs {string.Join(", ", owners)} share it. Take it exclusively first.");

    public static DroverException NotAbandoned(long owner) => new("LOCK_NOT_ABANDONED",
        $"The locks of job {owner} are not abandoned: the job has not ended, so its locks cannot be broken. Cancel or kill the job first.");

    public static DroverException Priority(long owner, int priority) => new("LOCK_PRIORITY_RANGE",
        $"Job {owner} has priority {priority}; priorities are {LockRequest.FirstPriority} to {LockRequest.LastPriority}.");
}
