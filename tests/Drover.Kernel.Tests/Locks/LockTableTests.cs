using Drover.Kernel.Locks;

namespace Drover.Kernel.Tests.Locks;

public sealed class LockTableTests
{
    [Fact]
    public void A_change_leaves_the_old_table_as_it_was()
    {
        var before = Some.Table.Request(Some.Request(1, Some.Exclusive("node", "a")));
        var after = before.Grant(1);
        Assert.True(before.IsWaiting(1));
        Assert.Null(before.Owned(1));
        Assert.Equal(1, before.NextGrantable?.Owner);
        Assert.False(after.IsWaiting(1));
        Assert.Null(after.NextGrantable);
        Assert.Equal(Some.Exclusive("node", "a"), after.Owned(1));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 59, 5)]
    [InlineData(5, 60, 4)]
    [InlineData(5, 600, -5)]
    [InlineData(5, 100_000, -20)]
    [InlineData(3, -500, 3)]
    public void Effective_priority_gets_one_better_each_step_and_ends_at_minus_20(int priority, int waited, int effective)
    {
        var request = Some.Request(1, LockSet.Empty, priority, second: 1000);
        Assert.Equal(effective, Some.Table.EffectivePriority(request, new Timestamp((1000L + waited) * 1_000_000)));
    }

    [Fact]
    public void The_explanation_names_holders_and_earlier_waiters_and_a_full_pool()
    {
        var table = Some.Table.SetCapacity("cluster", 1)
            .Granted(1, Some.Shared("node", "a"))
            .Abandon(1)
            .Request(Some.Request(2, Some.Exclusive("node", "a")))
            .Request(Some.Request(3, LockSet.Empty.WithAll("node", LockMode.Exclusive)));
        var wanted = new LockDemand(new("node", null), LockMode.Exclusive);
        var wait = table.Explain(3)!;
        Assert.Equal(
            [
                new LockBlocker(wanted, 1, new(new("node", "a"), LockMode.Shared), Holds: true, Abandoned: true),
                new LockBlocker(wanted, 2, new(new("node", "a"), LockMode.Exclusive), Holds: false, Abandoned: false),
            ],
            wait.Blockers);
        Assert.Equal((1, 1), (wait.Pool!.Capacity, Assert.Single(wait.Pool.Owners)));
        Assert.Single(table.Explain(3, limit: 1)!.Blockers);
        Assert.Null(table.Explain(1));
    }

    [Fact]
    public void The_explanation_of_an_opportunistic_wait_counts_the_free_candidates()
    {
        var table = Some.Table.Granted(1, Some.Exclusive("node", "a"))
            .Request(Some.Request(2, LockSet.Empty.WithOpportunistic("node", ["a", "b"], LockMode.Shared, 2)));
        var wait = table.Explain(2)!;
        Assert.Equal(new LockShortage("node", 2, 1, 2), Assert.Single(wait.Shortages));
        Assert.Equal(1, Assert.Single(wait.Blockers).Owner);
        Assert.Null(wait.Pool);
    }

    [Fact]
    public void A_removed_name_tells_who_waits_for_it()
    {
        var table = Some.Table.Granted(1, Some.Exclusive("node", "a", "b"))
            .Request(Some.Request(3, Some.Shared("node", "a")))
            .Request(Some.Request(2, Some.Shared("node", "a"), second: 1))
            .Request(Some.Request(4, Some.Exclusive("node", "b")))
            .RemoveName("node", "a", out var affected);
        Assert.Equal([3, 2], affected);
        Assert.Equal(Some.Exclusive("node", "b"), table.Owned(1));
        Assert.Equal(3, table.NextGrantable?.Owner);
    }

    [Fact]
    public void Rows_have_the_order_of_levels_and_then_of_natural_names()
    {
        var table = Some.Table
            .Granted(1, Some.Exclusive("node", "n10", "n2").With("cluster", "BGL", LockMode.Shared))
            .Request(Some.Request(2, Some.Shared("device", "d")));
        Assert.Equal(
            ["cluster/BGL", "cluster/[lockset]", "node/[lockset]", "node/n2", "node/n10", "device/[lockset]", "device/d"],
            table.Rows().Select(row => row.FullName));
    }

    /// <summary>Allocation stands for work here: unlike a clock it is the same at each run.</summary>
    [Fact]
    public void The_work_of_a_grant_does_not_grow_with_locks_held_and_requests_waiting()
    {
        var small = AllocationOfOneTurn(held: 10, waiting: 10);
        var large = AllocationOfOneTurn(held: 10_000, waiting: 1_000);
        Assert.True(large < small * 4, $"{large} bytes with 10,000 held and 1,000 waiting, {small} bytes with 10 and 10");
    }

    private static long AllocationOfOneTurn(int held, int waiting)
    {
        var table = Some.Table;
        for (var i = 0; i < held; i++)
            table = table.Restore(i, Some.Exclusive("node", $"n{i}").With("cluster", "BGL", LockMode.Shared), "lab");
        for (var i = 0; i < waiting; i++)
            table = table.Request(Some.Request(100_000 + i, Some.Exclusive("node", $"n{i % (held / 2)}").With("cluster", "BGL", LockMode.Shared)));
        table = Turn(table, 500_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn(table, 500_001);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static LockTable Turn(LockTable table, long owner) =>
        table.Request(Some.Request(owner, Some.Exclusive("node", "free").With("cluster", "BGL", LockMode.Shared))).Grant(owner).Release(owner);
}
