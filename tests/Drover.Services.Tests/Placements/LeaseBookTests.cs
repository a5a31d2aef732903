using Drover.Kernel;
using Drover.Nodes.Leases;
using Drover.Services.Placements;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Placements;

/// <summary>Who may run what, and until when at the latest somebody does.</summary>
public sealed class LeaseBookTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_node_gets_leases_for_what_is_placed_on_it_alone()
    {
        await using var host = await StartAsync();
        await PlaceAsync(host, "a", "n2");
        await PlaceAsync(host, "b", "n1");
        await PlaceAsync(host, "c", "n2", PlacementState.Stopping);
        await PlaceAsync(host, "d", "n2", PlacementState.Waiting);
        Assert.Equal([new LeaseGrant("a", 1, TimeSpan.FromSeconds(20)), new LeaseGrant("c", 3, TimeSpan.FromSeconds(20))], host.Book.Grant("n2", null));
        Assert.Empty(host.Book.Grant("n3", null));
    }

    [Fact]
    public async Task One_that_has_a_problem_gets_none_and_that_is_known()
    {
        await using var host = await StartAsync();
        await PlaceAsync(host, "a", "n2");
        Assert.Empty(host.Book.Grant("n2", "no guard"));
        Assert.Equal("no guard", host.Book.ProblemOf("n2"));
        Assert.False(host.Book.HasGranted("a", 1));
        Assert.Single(host.Book.Grant("n2", null));
        Assert.Null(host.Book.ProblemOf("n2"));
        Assert.True(host.Book.HasGranted("a", 1));
        Assert.False(host.Book.HasGranted("a", 2));
    }

    [Fact]
    public async Task A_lease_that_is_taken_away_may_be_held_for_its_time_and_the_margin_after_the_last_grant()
    {
        await using var host = await StartAsync();
        await PlaceAsync(host, "a", "n2");
        Assert.Equal(TimeSpan.Zero, host.Book.FreeIn("a"));
        host.Book.Grant("n2", null);
        _clock.Advance(TimeSpan.FromSeconds(5));
        host.Book.Grant("n2", null);
        await PlaceAsync(host, "a", "n2", PlacementState.Waiting);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(host.Book.Grant("n2", null));
        Assert.Equal(TimeSpan.FromSeconds(22), host.Book.FreeIn("a"));
        // A clock that is set does not matter.
        _clock.TurnWallClock(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromSeconds(22));
        Assert.Equal(TimeSpan.Zero, host.Book.FreeIn("a"));
    }

    [Fact]
    public async Task What_is_known_to_be_stopped_is_free()
    {
        await using var host = await StartAsync();
        await PlaceAsync(host, "a", "n2");
        host.Book.Grant("n2", null);
        await PlaceAsync(host, "a", null, PlacementState.Nowhere);
        host.Book.KnownStopped("a");
        Assert.Equal(TimeSpan.Zero, host.Book.FreeIn("a"));
    }

    [Fact]
    public async Task A_master_that_begins_takes_each_of_them_as_granted_then_but_by_another()
    {
        await using var host = await StartAsync();
        await PlaceAsync(host, "a", "n2", PlacementState.Waiting);
        host.Nodes["n2"].AsksForLeases = false;
        await host.RestartAsync(_clock);
        Assert.Equal(TimeSpan.FromSeconds(23), host.Book.FreeIn("a"));
        Assert.False(host.Book.HasGranted("a", 1));
    }

    [Fact]
    public void Before_it_has_begun_it_says_nothing()
    {
        using var leases = new OwnLeases(new LeaseBook(new PlacementOptions()), "n1");
        Assert.Equal("LEASES_NOT_KNOWN", Assert.Throws<DroverException>(() => { _ = leases.AskAsync(null, TestContext.Current.CancellationToken); }).Code);
    }

    [Fact]
    public async Task The_own_node_is_told_of_its_leases_alone()
    {
        await using var host = await StartAsync();
        using var leases = new OwnLeases(host.Book, "n1");
        var changed = leases.Changed;
        host.Book.Tell("n2");
        Assert.False(changed.IsCompleted);
        host.Book.Tell("n1");
        Assert.True(changed.IsCompleted);
        Assert.False(leases.Changed.IsCompleted);
    }

    private Task<ServicesHost> StartAsync() => ServicesHost.StartAsync(clock: _clock, others: 1);

    /// <summary>Puts a placement on record; the keeper would take it off again, as no cltab has the group, but waits for its node to answer.</summary>
    private static Task<Placement?> PlaceAsync(ServicesHost host, string group, string? node, string state = PlacementState.Placed) =>
        host.Kernel.ExecuteAsync(new ChangePlacement(group, before => before with { Node = node, State = state }, drawsLease: host.Kernel.State.Objects.Find(Placement.Kind, group) is null), Caller.System, TestContext.Current.CancellationToken);
}
