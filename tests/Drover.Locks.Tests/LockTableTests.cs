namespace Drover.Locks.Tests;

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
    public void The_explanation_of_a_choice_counts_what_it_finds_and_names_each_in_the_way_once()
    {
        var table = Some.Table.Granted(1, Some.Exclusive("device", "a", "b"))
            .Request(Some.Request(2, LockSet.Empty.WithChoice("device", ["a", "b", "c"], LockMode.Exclusive, 2)))
            .Request(Some.Request(3, LockSet.Empty.WithChoice("device", ["b", "c", "d"], LockMode.Exclusive, 2)));
        Assert.Equal(new LockShortage("device", 3, 1, 2), Assert.Single(table.Explain(2)!.Shortages));
        Assert.Equal(new LockShortage("device", 3, 1, 2), Assert.Single(table.Explain(3)!.Shortages));
        Assert.Equal(
            [(1L, "device/b", true), (2L, "device/b", false)],
            table.Explain(3)!.Blockers.Select(blocker => (blocker.Owner, blocker.Has.Lock.ToString(), blocker.Holds)));
    }

    [Fact]
    public void Requests_that_choose_from_the_same_candidates_hold_the_list_once()
    {
        var table = Some.Table.Granted(1, Some.Exclusive("device", "a", "b"));
        for (var owner = 2; owner < 4; owner++)
            table = table.Request(Some.Request(owner, LockSet.Empty.WithChoice("device", ["a", "b"], LockMode.Exclusive, owner - 1)));
        Assert.Same(table.Waiting(2)!.Set.Choosing[0].List, table.Waiting(3)!.Set.Choosing[0].List);
    }

    [Fact]
    public void A_recorded_choice_is_applied_as_it_was_recorded()
    {
        var table = Some.Table.SetCapacity("cluster", 0).Granted(9, Some.Shared("node", "c"), pool: "other").Request(Some.Request(1, LockSet.Empty
            .WithChoice("node", ["a", "b", "c"], LockMode.Exclusive, 1).WithChoice("node", ["b", "c"], LockMode.Shared, 1)));
        var recorded = Some.Exclusive("node", "b").With("node", "c", LockMode.Shared); // Not what would be chosen first, and the pool is full.
        Assert.Equal(recorded, table.Grant(1, recorded).Owned(1));
        foreach (var wrong in new[]
        {
            Some.Exclusive("node", "b"), Some.Exclusive("node", "b", "c"), Some.Exclusive("node", "a").With("node", "d", LockMode.Shared),
            recorded.With("node", "a", LockMode.Exclusive), table.Waiting(1)!.Set,
        })
            Assert.Equal("LOCK_GRANT_MISMATCH", Assert.Throws<DroverException>(() => table.Grant(1, wrong)).Code);
        Assert.Equal("LOCK_CONFLICT", Assert.Throws<DroverException>(() =>
            table.Grant(1, Some.Exclusive("node", "c").With("node", "b", LockMode.Shared))).Code);
    }

    [Fact]
    public void A_removed_name_tells_who_waits_for_it()
    {
        var table = Some.Table.Granted(1, Some.Exclusive("node", "a", "b"))
            .Request(Some.Request(3, Some.Shared("node", "a")))
            .Request(Some.Request(2, Some.Shared("node", "a"), second: 1))
            .Request(Some.Request(4, Some.Exclusive("node", "b")))
            .Request(Some.Request(5, LockSet.Empty.WithChoice("node", ["a", "c"], LockMode.Shared, 1), priority: -1, pool: "lab"))
            .RemoveName("node", "a", out var affected);
        Assert.Equal([5, 3, 2], affected);
        Assert.Equal(Some.Exclusive("node", "b"), table.Owned(1));
        Assert.Equal(5, table.NextGrantable?.Owner);
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
