using Drover.Tests.Shared;

namespace Drover.Locks.Tests;

/// <summary>
/// The starvation bound with requests that choose: once a request stands before all that come later, it waits for those before it and
/// those that hold, and for nobody else. 1,000 random histories, 10,000 in the long run.
/// </summary>
public sealed class LockBoundTests
{
    private const int HistoriesOfABlock = 50;

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, TestScale.Of(20))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Later_requests_never_take_what_an_earlier_one_lacks(int block)
    {
        for (var i = 0; i < HistoriesOfABlock; i++)
            OneHistory((block * HistoriesOfABlock) + i);
    }

    private static void OneHistory(int seed)
    {
        var history = new LockHistory(seed);
        for (var step = 0; step < 25; step++)
            history.Step();
        history.OpenAll();
        var (naive, random) = (history.Naive, new Random(seed));
        if (naive.Waiting.Count == 0)
            return;
        var victim = naive.InOrder.ElementAt(random.Next(naive.Waiting.Count));
        var before = naive.InOrder.TakeWhile(request => request.Owner != victim.Owner).Select(request => request.Owner)
            .Concat(naive.Owners.Keys).ToHashSet();

        for (var more = true; more;)
        {
            more = random.Next(3) > 0 || history.GoOn(before);
            var owners = naive.Owners.Keys.ToHashSet();
            var wasFree = naive.Waiting.ContainsKey(victim.Owner) && naive.LocksAreFree(victim);
            history.StepBehind(victim);
            var place = $"seed {seed}: {history.LastStep}";
            Assert.True(naive.First()?.Owner == history.Table.NextGrantable?.Owner, $"{place}: the wrong one is next");
            if (!naive.Waiting.ContainsKey(victim.Owner))
                return; // It was granted.
            var isFree = naive.LocksAreFree(victim);
            Assert.Equal(isFree, history.Table.Explain(victim.Owner)!.Blockers.IsEmpty);
            var laterOne = naive.Owners.Keys.Any(owner => !owners.Contains(owner) && !before.Contains(owner));
            Assert.False(laterOne && wasFree && !isFree, $"{place}: took what {victim} could have had");
        }

        Assert.True(naive.LocksAreFree(victim), $"seed {seed}: those before it are gone, and {victim} still waits");
    }
}
