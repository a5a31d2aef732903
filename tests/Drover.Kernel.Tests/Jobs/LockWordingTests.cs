using Drover.Kernel.Jobs;
using Drover.Locks;
using Drover.Locks.Tests;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>What follows "Job 5 waits for ...".</summary>
public sealed class LockWordingTests
{
    private static readonly LockTable s_table = Some.Table.Granted(1, Some.Exclusive("node", "a")).Granted(2, Some.Exclusive("node", "b"));

    [Fact]
    public void A_demand_by_name_is_told_with_who_is_in_the_way() =>
        Assert.Equal(
            "node/a shared, because job 1 holds node/a exclusively, and 1 more in the way",
            Summary(s_table, Some.Shared("node", "a").WithChoice("node", ["b", "c"], LockMode.Shared, 2)));

    [Fact]
    public void A_choice_is_told_with_its_candidates_and_how_many_are_free() =>
        Assert.Equal(
            "2 of 3 candidates of the level node, of which 1 is free: job 1 holds node/a exclusively, and 1 more in the way",
            Summary(s_table, LockSet.Empty.WithChoice("node", ["a", "b", "c"], LockMode.Exclusive, 2)));

    [Fact]
    public void Choices_that_need_the_same_candidate_are_told_together() =>
        Assert.Equal(
            "1 of 2 candidates of the level node, of which 1 is free but needed by another part of the same request, and "
            + "2 of 3 candidates of the level node, of which 2 are free but needed by another part of the same request: "
            + "job 1 holds node/a exclusively, and 1 more in the way",
            Summary(s_table, LockSet.Empty.WithChoice("node", ["a", "c"], LockMode.Shared, 1).WithChoice("node", ["c", "b", "d"], LockMode.Shared, 2)));

    [Fact]
    public void Only_the_choice_that_is_short_is_told() =>
        Assert.Equal(
            "node/a shared, because job 1 holds node/a exclusively",
            Summary(s_table, LockSet.Empty.WithChoice("node", ["c", "a"], LockMode.Shared, 1).WithChoice("node", ["a"], LockMode.Shared, 1)));

    [Fact]
    public void One_candidate_is_no_choice_and_is_told_by_name() =>
        Assert.Equal(
            "node/c, which is in maintenance",
            Summary(s_table.Close("node", "c", "in maintenance"), LockSet.Empty.WithChoice("node", ["c"], LockMode.Exclusive, 1)));

    private static string Summary(LockTable table, LockSet set)
    {
        var model = new KernelModel(new KernelOptions(), [new TestDomain()]);
        return LockWording.Summary(model, model.EmptyState, table.Request(Some.Request(5, set)).Explain(5)!);
    }
}
