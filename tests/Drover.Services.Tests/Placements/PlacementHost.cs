using Drover.Kernel.Jobs;
using Drover.Nodes.Services;
using Drover.Services.Placements;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Placements;

/// <summary>A master with three nodes and a group <c>g</c> that is to be on one of them; nodes answer changes of level at once unless a test says otherwise.</summary>
internal sealed class PlacementHost : IAsyncDisposable
{
    /// <summary>The cltab that tests begin with.</summary>
    public const string Cltab = """g:p:plan:once:/bin/true\ng:c:test:test:/bin/check\ng:a:1:respawn:/bin/a\n:::group.g.failover:1\n:::group.g.nodes:n2,n3,n1\n:::group.g.failover-grace:10s""";

    private readonly PlacementOptions _options;

    private PlacementHost(ServicesHost services, PlacementOptions options) => (Services, _options) = (services, options);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ManualClock Clock { get; private init; } = null!;

    public ServicesHost Services { get; }

    public FakeNode N1 => Services.Nodes["n1"];

    public FakeNode N2 => Services.Nodes["n2"];

    public FakeNode N3 => Services.Nodes["n3"];

    public Placement? Now => Services.Kernel.State.Objects.Find(Placement.Kind, "g");

    public static async Task<PlacementHost> StartAsync(PlacementOptions? options = null)
    {
        var (clock, placements) = (new ManualClock(), options ?? new PlacementOptions());
        var services = await ServicesHost.StartAsync(clock: clock, placements: placements, others: 1);
        var host = new PlacementHost(services, placements) { Clock = clock };
        foreach (var node in (FakeNode[])[host.N1, host.N2, host.N3])
        {
            node.Ends = (_, _) => new LevelEnd(LevelEndKind.Reached, "DONE");
            node.HoldCltab(ClusterCltab.None);
        }
        return host;
    }

    /// <summary>With the group at its level on n2, and what n2 was told read.</summary>
    public static async Task<PlacementHost> PlacedAsync(PlacementOptions? options = null)
    {
        var host = await StartAsync(options);
        await host.SetAsync(Cltab);
        await host.IsAsync(PlacementState.Placed, "n2");
        // Its job too: one that another takes the place of has come to nothing, and the next try has a pause before it.
        await host.SettlesAsync();
        Assert.Equal(["g plan by 1", "g test by 1", "g 1 by 1"], Told(host.N2));
        return host;
    }

    public Task RestartAsync() => Services.RestartAsync(Clock, _options);

    public async Task SetAsync(string cltab)
    {
        var (status, result, _) = await Services.EndAsync(await Services.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{cltab}}"}"""));
        Assert.True(status == JobStatus.Success, result);
    }

    public Task<long> MoveAsync(string? to = null) => Services.SubmitAsync($$"""{"OP_ID":"OP_SERVICE_GROUP_PLACE","group":"g"{{(to is null ? "" : $",\"node\":\"{to}\"")}}}""");

    /// <summary>Waits until the group stands so.</summary>
    public Task IsAsync(string state, string? node) => Soon.HoldsAsync(() => Now is { } now && now.State == state && now.Node == node);

    /// <summary>Waits until no job is left.</summary>
    public Task SettlesAsync() => Soon.HoldsAsync(() => Services.Kernel.State.Queue.Unfinished == 0);

    /// <summary>Waits until a running job about it waits for something.</summary>
    public Task WaitsAsync(string what) => Soon.HoldsAsync(() => Services.Kernel.State.Queue.Slots.GetValueOrDefault(PlaceGroup.SlotOf("g"))?.Any(job => Services.Kernel.WaitsFor(job)?.Contains(what, StringComparison.Ordinal) == true) == true);

    /// <summary>What a node was told since the last time, without the keys of the orders.</summary>
    public static string[] Told(FakeNode node)
    {
        List<string> told = [];
        while (node.Orders.TryRead(out var order))
            told.Add(order[(order.IndexOf(") ", StringComparison.Ordinal) + 2)..].Replace("tell ", "", StringComparison.Ordinal));
        return [.. told];
    }

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
