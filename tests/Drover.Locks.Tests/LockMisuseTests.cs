namespace Drover.Locks.Tests;

/// <summary>Wrong calls are refused with the owner and the lock in the text, and change nothing.</summary>
public sealed class LockMisuseTests
{
    private static readonly LockTable s_table = Some.Table
        .Granted(7, Some.Exclusive("node", "a"))
        .Granted(6, LockSet.Empty.WithAll("instance", LockMode.Shared))
        .Granted(5, Some.Shared("device", "d"))
        .Request(Some.Request(8, Some.Shared("node", "a")));

    public static TheoryData<string, string, Func<LockTable, LockTable>> WrongCalls => new()
    {
        { "LOCK_REQUESTED_TWICE", "Job 8", t => t.Request(Some.Request(8, LockSet.Empty)) },
        { "LOCK_OWNER_HOLDS", "Job 7 holds node/a exclusive", t => t.Request(Some.Request(7, LockSet.Empty)) },
        { "LOCK_PRIORITY_RANGE", "priority -21", t => t.Request(Some.Request(9, LockSet.Empty, -21)) },
        { "LOCK_PRIORITY_RANGE", "priority 20", t => t.ChangePriority(8, 20) },
        { "LOCK_NOT_WAITING", "Job 7", t => t.ChangePriority(7, 3) },
        { "LOCK_NOT_WAITING", "Job 7", t => t.Cancel(7) },
        { "LOCK_NOT_WAITING", "Job 9", t => t.Replace(9, LockSet.Empty) },
        { "LOCK_NOT_WAITING", "Job 7", t => t.Grant(7) },
        { "LOCK_NOT_WAITING", "Job 7", t => t.Grant(7, Some.Exclusive("node", "a")) },
        { "LOCK_NOT_GRANTABLE", "Job 8", t => t.Grant(8) },
        { "LOCK_GRANT_MISMATCH", "Job 8 cannot be granted node/b shared: it waits for node/a shared", t => t.Grant(8, Some.Shared("node", "b")) },
        { "LOCK_CONFLICT", "Job 8 cannot own node/a shared: job 7 holds node/a exclusive", t => t.Grant(8, Some.Shared("node", "a")) },
        { "LOCK_NOT_GRANTABLE", "pool 'p' is full with 0 of 0",
            t => t.SetCapacity("p", 0).Request(Some.Request(9, LockSet.Empty, pool: "p")).Grant(9) },
        { "LOCK_NOT_HELD", "Job 8", t => t.Release(8) },
        { "LOCK_NOT_HELD", "Job 7 does not hold node/b", t => t.Release(7, [new("node", "b")]) },
        { "LOCK_NOT_HELD", "holds the whole level", t => t.Release(6, [new("instance", "i")]) },
        { "LOCK_NOT_HELD", "Job 7 does not hold node/b", t => t.Downgrade(7, [new("node", "b")]) },
        { "LOCK_NOT_HELD", "cannot keep device/d exclusive", t => t.Narrow(5, Some.Exclusive("device", "d")) },
        { "LOCK_SET_INVALID", "Job 5", t => t.Narrow(5, LockSet.Empty.WithOpportunistic("device", ["d"], LockMode.Shared, 0)) },
        { "LOCK_CONFLICT", "Job 5 cannot own node/a exclusive: job 7 holds node/a exclusive", t => t.AddOwned(5, "node", "a") },
        { "LOCK_CONFLICT", "job 6 holds instance/[lockset] shared", t => t.AddOwned(5, "instance", "new") },
        { "LOCK_NOT_HELD", "Job 9", t => t.AddOwned(9, "node", "new") },
        { "LOCK_CONFLICT", "job 7 holds node/a exclusive", t => t.Restore(9, LockSet.Empty.WithAll("node", LockMode.Shared), "p") },
        { "LOCK_CONFLICT", "job 5 holds device/d shared", t => t.Restore(9, LockSet.Empty.WithAll("device", LockMode.Exclusive), "p") },
        { "LOCK_OWNER_HOLDS", "Job 7", t => t.Restore(7, LockSet.Empty, "p") },
        { "LOCK_REQUESTED_TWICE", "Job 8", t => t.Restore(8, LockSet.Empty, "p") },
        { "LOCK_SET_INVALID", "Job 9", t => t.Restore(9, LockSet.Empty.WithOpportunistic("node", ["b"], LockMode.Shared, 0), "p") },
        { "LOCK_IN_USE", "device/d cannot be removed: jobs 5", t => t.RemoveName("device", "d", out _) },
        { "LOCK_NOT_HELD", "Job 8", t => t.Abandon(8) },
        { "LOCK_NOT_ABANDONED", "job 7", t => t.BreakAbandoned(7) },
    };

    [Theory]
    [MemberData(nameof(WrongCalls))]
    public void Misuse_is_refused_by_name(string code, string text, Func<LockTable, LockTable> call)
    {
        var error = Assert.Throws<DroverException>(() => call(s_table));
        Assert.Equal(code, error.Code);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }
}
