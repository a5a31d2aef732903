using Drover.Nodes.Services;
using Drover.Services.Placements;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Placements;

/// <summary>Operators are told of a group that is on no node for longer than it bears.</summary>
public sealed class PlacementNoticeTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_group_that_is_nowhere_is_named_after_its_grace_until_it_is_placed()
    {
        await using var host = await PlacementHost.StartAsync();
        foreach (var node in (string[])["n1", "n2", "n3"])
            host.Services.Nodes.Lose(node);
        await host.SetAsync(PlacementHost.Cltab);
        await Soon.HoldsAsync(() => host.Now?.Reason is not null);
        host.Clock.Advance(s_grace);
        Assert.Null(Notice(host));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one group with failover is on no node for longer than the grace: g for 11 s (no node is fit. n2: it is away (its plug is out); n3: it is away (its plug is out); n1: it is away (its plug is out)). 'drover why group/NAME' says more", Notice(host));
        host.Services.Nodes.Come("n3");
        host.N3.HoldCltab(ClusterCltab.None);
        await host.IsAsync(PlacementState.Placed, "n3");
        Assert.Null(Notice(host));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(Notice(host));
    }

    [Fact]
    public async Task Tries_that_fail_and_a_master_that_begins_anew_do_not_let_the_time_begin_anew()
    {
        await using var host = await PlacementHost.StartAsync();
        foreach (var node in (FakeNode[])[host.N1, host.N2, host.N3])
            node.Ends = (_, level) => level == "test" ? new LevelEnd(LevelEndKind.Failed, "FAILED", "no disk") : new LevelEnd(LevelEndKind.Reached, "DONE");
        await host.SetAsync(PlacementHost.Cltab);
        await host.IsAsync(PlacementState.Nowhere, null);
        await host.Clock.WaitForSingleTimerAsync(TimeSpan.FromSeconds(5), PlacementHost.Token);
        var lease = host.Now!.Lease;
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await Soon.HoldsAsync(() => host.Now is { State: PlacementState.Nowhere } now && now.Lease == lease + 3);
        await host.SettlesAsync();
        await host.RestartAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.StartsWith("one group with failover is on no node for longer than the grace: g for 11 s (", Notice(host), StringComparison.Ordinal);
    }

    private static string? Notice(PlacementHost host) => PlacementNotice.Of(host.Services.Kernel);
}
