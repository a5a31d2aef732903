using Drover.Tests.Shared;

namespace Drover.Locks.Tests;

/// <summary>Random histories, after each step of which the table must agree with <see cref="NaiveLocks"/>.</summary>
public sealed class LockPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, TestScale.Of(25))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_table_grants_just_what_the_plain_rules_grant(int seed)
    {
        var history = new LockHistory(seed);
        var snapshots = new List<(LockTable Table, string Text)>();
        for (var step = 0; step < 300; step++)
        {
            history.Step();
            var (table, naive) = (history.Table, history.Naive);
            var place = $"seed {seed}, step {step}: {history.LastStep}";

            Assert.True(naive.First()?.Owner == table.NextGrantable?.Owner,
                $"{place}\nnext should be {naive.First()?.Owner}, is {table.NextGrantable?.Owner}\n{Text(table)}");
            Assert.True(naive.Waiting.Keys.Order().SequenceEqual(table.Waiters.Keys.Order()), place);
            Assert.True(naive.Owners.Keys.Order().SequenceEqual(table.Holdings.Keys.Order()), place);
            Assert.True(naive.Owners.All(owner => owner.Value.Set.Equals(table.Owned(owner.Key))), place);
            Assert.True(naive.Waiting.Keys.All(owner => table.Owned(owner) is null), $"{place}: somebody holds while it waits");
            NoTwoOwnersConflict(table, place);
            foreach (var request in naive.Waiting.Values)
            {
                var wait = table.Explain(request.Owner)!;
                Assert.True((wait.Blockers.IsEmpty && wait.Closed.IsEmpty) == naive.LocksAreFree(request), $"{place}: wrong explanation for {request}");
                Assert.True(wait.Closed.All(closed => naive.Closed.Contains(closed.Lock)), $"{place}: not closed for {request}");
                Assert.True(wait.Blockers.All(blocker => NaiveLocks.Conflict(blocker.Wanted, blocker.Has)), $"{place}: no blocker for {request}");
                Assert.True((wait.Blockers.IsEmpty && wait.Closed.IsEmpty && wait.Pool is null) == naive.IsGrantable(request), $"{place}: wrong explanation for {request}");
            }

            RowsTellTheState(table, naive, place);
            if (step % 50 == 0)
                snapshots.Add((table, Text(table)));
        }

        Assert.All(snapshots, snapshot => Assert.Equal(snapshot.Text, Text(snapshot.Table)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void In_the_end_everybody_was_granted_and_the_table_is_empty(int seed)
    {
        var history = new LockHistory(seed);
        for (var step = 0; step < 200; step++)
            history.Step();
        history.OpenAll();
        var table = history.Table.SetCapacity("a", null).SetCapacity("b", null).SetCapacity("c", null);
        while (table.WaitingCount + table.OwnerCount > 0)
        {
            while (table.NextGrantable is { } next)
                table = table.Grant(next.Owner);
            Assert.True(table.OwnerCount > 0, $"seed {seed}: all wait and nobody holds\n{Text(table)}");
            table = table.Release(table.Holdings.Keys.Order().First());
        }

        Assert.Empty(table.Rows());
        Assert.All(table.States, state => Assert.True(
            state is { Whole.IsUnused: true, Whole.Parked.IsEmpty: true, Members.IsEmpty: true, SharedHolds: 0, ExclusiveHolds: 0 }
            && state.MemberWaiting.IsEmpty && state.MemberParked.IsEmpty && state.Choices.IsEmpty, $"seed {seed}: left behind: {state}"));
        Assert.Empty(table.PoolStates);
    }

    private static void NoTwoOwnersConflict(LockTable table, string place)
    {
        var held = table.Holdings.SelectMany(holding => holding.Value.Set.Demands.Select(demand => (Owner: holding.Key, Demand: demand))).ToList();
        foreach (var one in held)
            foreach (var other in held)
                Assert.False(one.Owner != other.Owner && NaiveLocks.Conflict(one.Demand, other.Demand),
                    $"{place}: {one.Owner} and {other.Owner} hold {one.Demand} and {other.Demand}");
    }

    private static void RowsTellTheState(LockTable table, NaiveLocks naive, string place)
    {
        var rows = table.Rows();
        foreach (var row in rows)
        {
            var name = new LockName(row.Level, row.Name);
            var owners = naive.Owners.Where(owner => owner.Value.Set.Find(name) is not null).Select(owner => owner.Key).Order();
            var pending = naive.InOrder.Where(request => Wanted(request.Set).Contains(name)).Select(request => request.Owner);
            Assert.True(owners.SequenceEqual(row.Owners.Select(owner => owner.Owner)), $"{place}: owners of {name}");
            Assert.True(pending.SequenceEqual(row.Pending.Select(entry => entry.Owner).Distinct()), $"{place}: pending of {name}");
            Assert.True(row.Mode is null == row.Owners.IsEmpty, $"{place}: mode of {name}");
        }

        var expected = naive.Owners.Values.SelectMany(owner => owner.Set.Demands.Select(demand => demand.Lock))
            .Concat(naive.Waiting.Values.SelectMany(request => Wanted(request.Set)))
            .SelectMany(name => new[] { name, name with { Member = null } }).ToHashSet();
        Assert.True(expected.SetEquals(rows.Select(row => new LockName(row.Level, row.Name))), $"{place}: rows");
    }

    /// <summary>The rows at which a request stands: the locks that it names, and the lists that it chooses from.</summary>
    private static IEnumerable<LockName> Wanted(LockSet set) => NaiveLocks.Wanted(set).Select(demand => demand.Lock)
        .Concat(set.Choosing.Select(choice => new LockName(choice.Level, $"[{string.Join(' ', choice.Candidates)}]")));

    private static string Text(LockTable table) =>
        string.Join('\n', table.Rows().Select(row => $"{row.FullName} {row.Mode} [{string.Join(',', row.Owners)}] [{string.Join(',', row.Pending)}]"))
        + $"\nnext {table.NextGrantable}, {table.WaitingCount} wait, {table.OwnerCount} hold";
}
