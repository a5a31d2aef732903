using System.Net;
using Drover.Cluster.MasterAddress;
using Drover.Nodes;
using Drover.Nodes.Addresses;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Cluster.Tests.MasterAddress;

public sealed class MasterAddressKeeperTests
{
    private static readonly MasterAddressOptions s_given = new(IPAddress.Parse("192.0.2.10"), 24, "eth0");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_settings_name_is_set_and_is_the_clusters()
    {
        await using var cluster = await TestCluster.StartAsync();
        var machine = new Machine();
        using var keeper = await StartAsync(cluster, machine);
        Assert.Equal("192.0.2.10/24 on eth0", machine.Present!.ToString());
        Assert.Null(keeper.Check());
        Assert.Equal(("192.0.2.10", 24, "eth0"), (cluster.State.Cluster().MasterIp, cluster.State.Cluster().MasterNetmask, cluster.State.Cluster().MasterNetdev));
        await keeper.StopAsync(Token);
        Assert.NotNull(machine.Present);
    }

    [Fact]
    public async Task What_cannot_be_set_is_said_and_tried_again()
    {
        await using var cluster = await TestCluster.StartAsync();
        var machine = new Machine { Problem = "another machine has it" };
        using var keeper = await StartAsync(cluster, machine);
        Assert.Equal("The master's address is not set: 192.0.2.10/24 on eth0: another machine has it", keeper.Check());
        machine.Problem = null;
        await keeper.TryAgainAsync(Token);
        Assert.Null(keeper.Check());
        Assert.NotNull(machine.Present);
        await keeper.StopAsync(Token);
    }

    [Fact]
    public async Task One_that_was_taken_down_stays_down_until_it_is_activated()
    {
        await using var cluster = await TestCluster.StartAsync();
        var machine = new Machine();
        using var keeper = await StartAsync(cluster, machine);
        Assert.Null(await keeper.DeactivateAsync(Token));
        Assert.Null(machine.Present);
        await keeper.TryAgainAsync(Token);
        Assert.Null(machine.Present);
        Assert.Equal(("the master's address is 192.0.2.10/24 on eth0", false), await keeper.ActivateAsync(Token));
        Assert.NotNull(machine.Present);
        await keeper.StopAsync(Token);
    }

    [Fact]
    public async Task Another_one_takes_the_place_of_that_of_before_and_one_that_stays_is_not_forgotten()
    {
        await using var cluster = await TestCluster.StartAsync();
        var machine = new Machine { Present = new NodeAddress(IPAddress.Parse("192.0.2.9"), 24, "eth0"), StaysFor = "no such device" };
        using var keeper = await StartAsync(cluster, machine);
        Assert.Equal("The master's address is not set: 192.0.2.9/24 on eth0 cannot be taken down: no such device", keeper.Check());
        machine.StaysFor = null;
        await keeper.TryAgainAsync(Token);
        Assert.Equal("192.0.2.10/24 on eth0", machine.Present!.ToString());
        await keeper.StopAsync(Token);
    }

    [Fact]
    public async Task A_change_of_something_else_sets_nothing_anew()
    {
        await using var cluster = await TestCluster.StartAsync();
        var machine = new Machine();
        using var keeper = await StartAsync(cluster, machine);
        await cluster.AddNodeAsync("n2");
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","master_netmask":25}""")).Succeeded();
        await machine.SetTwice.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(["192.0.2.10/24 on eth0", "192.0.2.10/25 on eth0"], machine.Set);
        await keeper.StopAsync(Token);
    }

    [Fact]
    public async Task The_address_of_the_node_itself_is_left_alone()
    {
        await using var cluster = await TestCluster.StartAsync();
        var machine = new Machine();
        using var keeper = await StartAsync(cluster, machine, given: null);
        Assert.Null(machine.Present);
        Assert.Contains("is the one of its node", await keeper.DeactivateAsync(Token), StringComparison.Ordinal);
        Assert.False((await keeper.ActivateAsync(Token)).IsProblem);
        Assert.Null(machine.Present);
        await keeper.StopAsync(Token);
    }

    private static Task<MasterAddressKeeper> StartAsync(TestCluster cluster, Machine machine) => StartAsync(cluster, machine, s_given);

    private static async Task<MasterAddressKeeper> StartAsync(TestCluster cluster, Machine machine, MasterAddressOptions? given)
    {
        var keeper = new MasterAddressKeeper(new FixedNodes(new FixedNode("node1", cluster.Facts) { Addresses = machine }), given, NullLogger.Instance);
        await keeper.StartAsync(cluster.Host, Token);
        return keeper;
    }

    /// <summary>A machine that takes what it is given, unless it has a problem.</summary>
    private sealed class Machine : INodeAddresses
    {
        private readonly TaskCompletionSource _setTwice = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public NodeAddress? Present { get; set; }

        public string? Problem { get; set; }

        public string? StaysFor { get; set; }

        public List<string> Set { get; } = [];

        public Task SetTwice => _setTwice.Task;

        public Task<string?> SetAsync(NodeAddress address, CancellationToken cancellationToken)
        {
            Set.Add(address.ToString());
            if (Set.Count == 2)
                _setTwice.SetResult();
            if (Problem is null)
                Present = address;
            return Task.FromResult(Problem);
        }

        public Task<string?> TakeDownAsync(CancellationToken cancellationToken)
        {
            if (StaysFor is null)
                Present = null;
            return Task.FromResult(StaysFor);
        }
    }
}
