using Drover.Fleet.Tests.Hosts;
using Drover.NodeAgent.Joining;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>What is measured of agents, without the name of any.</summary>
public sealed class InstrumentTests
{
    [Fact]
    public async Task Nodes_calls_connections_losses_and_refusals_are_counted()
    {
        await using var master = await MasterHost.StartAsync();
        await using (new AgentHost(await master.JoinAsync("n2"), master.Directory))
        {
            await master.SessionAsync("n2");
            Assert.Equal(["state=here 1", "state=away 0"], Nodes());
            Assert.Empty(master.Readings.Of("drover.fleet.call"));
            Assert.Null(await master.Node("n2").Services.FindAsync("no such group", MasterHost.Token));
            Assert.Single(master.Readings.Of("drover.fleet.call"));
        }
        await Soon.HoldsAsync(() => master.Agent("n2") is { IsHere: false });
        Assert.Equal(["state=here 0", "state=away 1"], Nodes());
        Assert.Equal([1], master.Readings.Values("drover.fleet.connections"));
        Assert.Equal([1], master.Readings.Values("drover.fleet.losses"));
        Assert.Empty(master.Readings.Values("drover.fleet.refusals"));
        await Assert.ThrowsAsync<DroverException>(() => master.JoinAsync("n2", new JoinToken("a guess", master.Fingerprint)));
        Assert.Equal([1], master.Readings.Values("drover.fleet.refusals"));

        IEnumerable<string> Nodes() => master.Readings.Now("drover.fleet.nodes").Select(reading => $"{reading.Labels} {reading.Value}");
    }
}
