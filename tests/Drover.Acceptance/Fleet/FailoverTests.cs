using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>A group on exactly one of several nodes, with real agents and their guards.</summary>
public sealed class FailoverTests : IDisposable
{
    private readonly SmallFleet _fleet = new("--lease-time", "8s", "--lease-margin", "1s");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void A_node_that_is_away_and_is_taken_out_loses_its_group_when_its_lease_has_ended_whatever_the_grace_is()
    {
        var n2 = _fleet.Join("n2");
        _fleet.Join("n3");
        File.WriteAllLines(n2.At("cluster"), [$"db:a:1:respawn:{n2.At("nap")} 1000", ":::group.db.failover:1", ":::group.db.failover-grace:1h", ":::group.db.nodes:n2,n3"]);
        _fleet.Master.Drover("cltab", "set", n2.At("cluster"), "--yes").Expect(0);
        UntilPlaced(n2, "n2");
        n2.Kill9();
        _fleet.UntilAway("n2");
        Assert.Equal("n2,placed", Placement());
        _fleet.Master.Drover("del", "node", "n2").Expect(0);
        UntilPlaced(n2, "n3");
        Assert.Contains("n2 has left the fleet", _fleet.Master.Drover("get", "placements", "-c", "reason").Expect(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("placements", _fleet.Master.Http.Get("/readyz").Body, StringComparison.Ordinal);
    }

    /// <summary>The same program runs on both nodes, and is never there twice.</summary>
    private void UntilPlaced(AgentProcess program, string node) => _fleet.Until(() =>
    {
        var running = program.Naps().Count;
        Assert.InRange(running, 0, 1);
        return running == 1 && Placement() == $"{node},placed";
    }, () => _fleet.Master.Drover("get", "placements").All);

    private string Placement() => _fleet.Master.Drover("get", "placements", "-o", "csv", "-c", "node,state", "--no-headers").Expect(0).Output.Trim();
}
