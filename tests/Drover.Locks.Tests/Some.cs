namespace Drover.Locks.Tests;

/// <summary>Short words for tests.</summary>
internal static class Some
{
    public static LockLevels Levels { get; } = new(
        [new("cluster", 0), new("instance", 10), new("nodegroup", 20), new("node", 30), new("device", 70)]);

    public static LockTable Table => new(Levels);

    public static LockSet Exclusive(string level, params string[] names) => LockSet.Empty.With(level, names, LockMode.Exclusive);

    public static LockSet Shared(string level, params string[] names) => LockSet.Empty.With(level, names, LockMode.Shared);

    public static LockRequest Request(long owner, LockSet set, int priority = 0, long second = 0, string pool = "cluster") =>
        new(owner, set, priority, new Timestamp(second * 1_000_000), pool);

    public static LockTable Granted(this LockTable table, long owner, LockSet set, string pool = "cluster") =>
        table.Request(Request(owner, set, pool: pool)).Grant(owner);

    /// <summary>Grants what the table chooses.</summary>
    public static LockTable Grant(this LockTable table, long owner) => table.Grant(owner, table.Choose(owner));
}
