namespace Drover.Locks.Tests;

/// <summary>The starvation bound: after (priority + 20) steps of waiting nobody who arrives later is granted before.</summary>
public sealed class LockAgeingTests
{
    private const int Step = 10; // seconds
    private const int LongestHold = 5; // seconds

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whoever_has_waited_its_steps_stands_before_all_later_arrivals(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var first = Some.Request(random.Next(1, 100), LockSet.Empty, random.Next(-20, 20), random.Next(1_000));
            var bound = first.Since.Seconds + ((first.Priority + 20) * Step);
            var later = Some.Request(random.Next(100, 200), LockSet.Empty, random.Next(-20, 20), bound + random.Next(3));
            Assert.True(OrderKey.Of(first, Step * 1_000_000L).CompareTo(OrderKey.Of(later, Step * 1_000_000L)) < 0,
                $"seed {seed}: {later} stands before {first}");
        }
    }

    /// <summary>A flood of better requests for the lock that the worst one wants, more than can ever be granted.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_flood_of_urgent_requests_does_not_starve_the_least_urgent_one(int seed)
    {
        var random = new Random(seed);
        var table = new LockTable(Some.Levels, TimeSpan.FromSeconds(Step)).SetCapacity("cluster", 3);
        var victim = Some.Request(1, LockSet.Empty.WithAll("node", LockMode.Exclusive), LockRequest.LastPriority);
        var bound = (victim.Priority + 20) * Step;
        table = table.Request(victim);
        var ends = new Dictionary<long, long>();
        var arrived = 0;
        long? latest = null;
        table = table.SetCapacity("cluster", 0); // It shall have to wait: let the flood come first.
        for (long second = 0, owner = 2; ; second++)
        {
            if (second == 1)
                table = table.SetCapacity("cluster", 3);
            for (var i = 0; i < 2; i++, owner++)
                table = table.Request(Some.Request(owner, FloodSet(random), random.Next(-20, -10), second));
            arrived += second < bound ? 2 : 0;
            if (second == bound)
                latest = second + ((arrived + 3) * LongestHold); // Those before it, one after the other, and those that hold.
            foreach (var (ended, _) in ends.Where(end => end.Value <= second).ToList())
            {
                ends.Remove(ended);
                table = table.Release(ended);
            }

            while (table.NextGrantable is { } next)
            {
                Assert.False(next.Owner != 1 && table.IsWaiting(1) && next.Since.Seconds >= bound && next.Set.Demands.Length > 0,
                    $"seed {seed}: {next} arrived after the bound of the first request and was granted before it");
                if (next.Owner == 1)
                {
                    Assert.True(second > 100, $"seed {seed}: it did not have to wait, which proves nothing");
                    return;
                }

                table = table.Grant(next.Owner);
                ends.Add(next.Owner, second + random.Next(1, LongestHold + 1));
            }

            Assert.True(latest is null || second <= latest, $"seed {seed}: still waiting at second {second}");
        }
    }

    private static LockSet FloodSet(Random random) =>
        random.Next(3) == 0 ? LockSet.Empty.WithAll("node", LockMode.Shared) : Some.Exclusive("node", $"n{random.Next(2)}");
}
