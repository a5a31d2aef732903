using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>The status files of a fleet in a directory that its nodes share, as users of OpenMosix::HA know them.</summary>
public sealed class ClstatTests : IDisposable
{
    private readonly SmallFleet _fleet = new();

    private string Shared => _fleet.Sandbox.At("mfs");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void They_tell_the_status_of_the_cluster_also_while_the_master_is_away()
    {
        Directory.CreateDirectory(Shared);
        var agent = _fleet.Prepare("n2", "web:a:1:respawn:NAP 1000");
        agent.More = ["--clstat-directory", Shared];
        agent.Start();
        _fleet.UntilHere("n2");
        _fleet.Master.Drover("tell", "web", "1", "--node", "n2").Expect(0);
        UntilShown("web n2 1 DONE\n");

        _fleet.KillMaster();
        agent.Write("web:a:1:respawn:NAP 1000", "db:a:1:respawn:NAP 1001");
        Signals.Send(agent.Id, Signals.HangUp);
        UntilShown("db n2 - CONFIGURED\nweb n2 1 DONE\n", "-v");

        agent.Kill9();
        _fleet.Until(() => Cluster("--stale=1").ExitCode == 8, () => "the file of a dead agent is not stale");
        var stale = Cluster("--stale=1");
        Assert.Equal("web n2 1 DONE stale\n", stale.Output);
        Assert.Contains("the status file of n2 is stale", stale.Error, StringComparison.Ordinal);

        agent.Start();
        _fleet.StartMaster("--clstat-directory", Shared);
        _fleet.UntilHere("n2");
        UntilShown("web n2 1 DONE\n");
        _fleet.Until(() => Files() == 2, () => $"{Files()} nodes have a file, in place of agent and master");
        _fleet.Master.Drover("del", "node", "n2").Expect(0);
        Assert.Equal(7, agent.WaitForEnd());
        Assert.Equal("", Cluster().Expect(0).Output);
        Assert.Equal(1, Files());
    }

    private int Files() => Directory.GetFiles(Shared, "clstat", SearchOption.AllDirectories).Length;

    private void UntilShown(string lines, params string[] more) => _fleet.Until(() => Cluster(more) is { ExitCode: 0 } shown && shown.Output == lines, () => Cluster(more).ToString());

    private Finished Cluster(params string[] more) => Command.Run(Programs.Clinit, ["--cluster", Shared, .. more]);
}
