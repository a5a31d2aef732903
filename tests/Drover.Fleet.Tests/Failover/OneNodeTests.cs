using Drover.Services.Placements;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Failover;

/// <summary>Whatever dies, is cut off or stands still: a group with failover is on one node at most, what was acknowledged is there, and no command runs twice. The kernel of the machine is the witness, by a
/// lock that each process of the group holds; and with any one of the parts taken away that keep it so, the witness sees it.</summary>
public sealed class OneNodeTests
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(1.6);

    // Two processors, and programs that are not compiled before: what the guard does takes its time.
    private static readonly PlacementOptions s_options = new()
    {
        LeaseTime = s_lease,
        LeaseMargin = TimeSpan.FromSeconds(1.4),
        Memory = TimeSpan.FromSeconds(2),
        RetryPause = TimeSpan.FromMilliseconds(200),
        LongestPause = TimeSpan.FromSeconds(1),
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, TestScale.Of(1))];

    [Theory, MemberData(nameof(Seeds))]
    public async Task In_a_random_history_a_group_is_on_one_node_and_nothing_is_lost_or_done_twice(int seed)
    {
        await using var fleet = await FailoverFleet.StartAsync(s_options, fault: null);
        var history = new RandomHistory(fleet, new Random(seed), s_lease);
        for (var i = 0; i < 10; i++)
        {
            var step = await history.StepAsync();
            Assert.True(fleet.Evidence.Violation() is not { } violation, $"seed {seed}, step {i} ({step}): {fleet.Evidence.Violation()}\n{string.Join('\n', fleet.Evidence.History)}");
        }
        Assert.True(await fleet.SettleAsync() is not { } wrong, $"seed {seed}: {fleet.Evidence.Violation()}\n{string.Join('\n', fleet.Evidence.History)}");
    }

    [Fact]
    public async Task Without_waiting_for_the_end_of_the_lease_it_is_seen_on_two_nodes()
    {
        // Long enough to be held for a while once the node is cut off.
        var time = TimeSpan.FromMinutes(1);
        await using var fleet = await FailoverFleet.StartAsync(s_options with { LeaseTime = time, LeaseMargin = -time }, fault: null);
        Assert.StartsWith("on two nodes at once", await UntilViolationAsync(fleet, CutHolderAsync), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_node_that_does_not_end_with_its_lease_it_is_seen_on_two_nodes()
    {
        await using var fleet = await FailoverFleet.StartAsync(s_options, fault: "no-end");
        Assert.StartsWith("on two nodes at once", await UntilViolationAsync(fleet, CutHolderAsync), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_node_that_forgets_its_orders_a_command_is_seen_to_run_twice()
    {
        await using var fleet = await FailoverFleet.StartAsync(s_options, fault: "no-memory");
        Assert.EndsWith("ran 2 times", await UntilViolationAsync(fleet, RandomHistory.LoseAnswerAsync), StringComparison.Ordinal);
    }

    /// <summary>The holder is cut off for as long as another one may take to get the group.</summary>
    private static async Task CutHolderAsync(FailoverFleet fleet)
    {
        var holder = fleet.Holder;
        holder.Line.Cut();
        for (var i = 0; i < 60 && fleet.Evidence.Violation() is null; i++)
            await RandomHistory.PassAsync(TimeSpan.FromMilliseconds(250));
        holder.Line.Mend();
        await RandomHistory.PassAsync(s_lease);
    }

    private static async Task<string> UntilViolationAsync(FailoverFleet fleet, Func<FailoverFleet, Task> step)
    {
        const int MostSteps = 3;
        for (var i = 0; i < MostSteps; i++)
        {
            await step(fleet);
            if (fleet.Evidence.Violation() is { } violation)
                return violation;
        }
        return $"nothing was seen in {MostSteps} steps:\n{string.Join('\n', fleet.Evidence.History)}";
    }
}
