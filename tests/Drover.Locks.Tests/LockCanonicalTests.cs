using System.Buffers;
using System.Text;

namespace Drover.Locks.Tests;

/// <summary>The canonical form tells all that matters, and nothing of how the table came to be.</summary>
public sealed class LockCanonicalTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Fact]
    public void The_canonical_form_names_who_waits_who_holds_and_the_bounds()
    {
        var table = Some.Table.SetCapacity("lab", 2)
            .Granted(2, Some.Exclusive("node", "a")).Granted(1, LockSet.Empty).Abandon(1)
            .Request(Some.Request(3, Some.Shared("node", "a"), priority: -5, second: 7, pool: "lab"));
        Assert.Equal(
            """{"waiting":[[3,-5,7000000,"lab",{"node":{"shared":["a"]}}]]"""
            + ""","held":[[1,"cluster",true,{}],[2,"cluster",false,{"node":{"exclusive":["a"]}}]],"capacities":{"lab":2},"closed":["node/b","no power"]}""",
            Canonical(table.Close("node", "b", "no power")));
        Assert.Equal(Canonical(Some.Table), Canonical(table.Cancel(3).Release(1).Release(2).SetCapacity("lab", null)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tables_of_one_canonical_form_grant_the_same_to_the_end(int seed)
    {
        var random = new Random(seed);
        var history = new LockHistory(seed);
        for (var step = 0; step < 200; step++)
        {
            history.Step();
            if (step % 20 != 19)
                continue;
            var (one, other) = (history.Table, Rebuilt(history.Table, random));
            while (true)
            {
                Assert.Equal(Canonical(one), Canonical(other));
                Assert.True(one.NextGrantable == other.NextGrantable, $"seed {seed}, step {step}: {one.NextGrantable} and {other.NextGrantable}");
                if (one.NextGrantable is { } next)
                    (one, other) = (one.Grant(next.Owner), other.Grant(next.Owner));
                else if (one.OwnerCount > 0)
                    (one, other) = (one.Release(one.Holdings.Keys.Min()), other.Release(one.Holdings.Keys.Min()));
                else
                    break;
            }
        }
    }

    /// <summary>The same owners, requests and bounds, told to a new table in another order.</summary>
    private static LockTable Rebuilt(LockTable table, Random random)
    {
        var steps = table.Waiters.Values.Select(waiter => (Func<LockTable, LockTable>)(t => t.Request(waiter.Request)))
            .Concat(table.Holdings.Select(pair => (Func<LockTable, LockTable>)(t =>
            {
                t = t.Restore(pair.Key, pair.Value.Set, pair.Value.Pool);
                return pair.Value.Abandoned ? t.Abandon(pair.Key) : t;
            })))
            .Concat(table.PoolStates.Select(pair => (Func<LockTable, LockTable>)(t => t.SetCapacity(pair.Key, pair.Value.Capacity))))
            .Concat(table.Closed().Select(closed => (Func<LockTable, LockTable>)(t => t.Close(closed.Lock.Level, closed.Lock.Member!, closed.Reason))))
            .ToArray();
        random.Shuffle(steps);
        return steps.Aggregate(new LockTable(table.Levels, table.AgeingStep), (t, step) => step(t));
    }

    private static string Canonical(LockTable table)
    {
        var buffer = new ArrayBufferWriter<byte>();
        table.WriteCanonical(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
