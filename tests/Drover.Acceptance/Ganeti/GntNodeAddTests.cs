using System.Globalization;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's whole <c>gnt-node add</c>, and what its tools do on other nodes by ssh. In place of ssh and scp stand scripts that tell what they were given.</summary>
public sealed class GntNodeAddTests : IDisposable
{
    private readonly GanetiDaemon _ganeti = new();
    private readonly NodeDaemonStand _stand;
    private readonly string _programs;

    public GntNodeAddTests()
    {
        _programs = Daemon.Sandbox.At("programs");
        Directory.CreateDirectory(_programs);
        foreach (var name in (string[])["ssh", "scp"])
        {
            var path = Path.Combine(_programs, name);
            File.WriteAllText(path, $"#!/bin/sh\nif [ \"$0\" = {_programs}/ssh ] && [ ! -t 0 ]; then cat > {_programs}/input; fi\necho {name} \"$@\" | tee -a {_programs}/calls\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
        var data = Path.Combine(Daemon.Sandbox.GanetiRoot, "var/lib/ganeti");
        File.WriteAllText(Path.Combine(data, "hmac.key"), "0123456789abcdef\n");
        _stand = new NodeDaemonStand(Path.Combine(data, "server.pem"));
    }

    private Daemon Daemon => _ganeti.Daemon;

    public void Dispose()
    {
        _stand.Dispose();
        _ganeti.Dispose();
    }

    [Fact]
    public void It_sets_the_machine_up_and_the_cluster_has_a_node_more()
    {
        Daemon.Gnt("gnt-group", "modify", "--node-parameters", $"ssh_port={_stand.SshPort.ToString(CultureInfo.InvariantCulture)}", "default").Expect(0);
        var added = Daemon.GntWithPrograms(_programs, "gnt-node", "add", "--no-ssh-key-check", NodeDaemonStand.Address).Expect(0);
        Assert.Contains("Node will be a master candidate", added.All, StringComparison.Ordinal);
        Assert.Contains("/version", _stand.Calls);
        Assert.Contains("\"cluster_name\": \"fleet\"", File.ReadAllText(Path.Combine(_programs, "input")), StringComparison.Ordinal);
        Assert.Equal([NodeDaemonStand.Address, NodeDaemonStand.Address, "C"], Daemon.Gnt("gnt-node", "list", "-o", "name,pip,role").Expect(0).Row(NodeDaemonStand.Address));

        // Known now, it is added again by readd only.
        Assert.Contains("--readd", Daemon.GntWithPrograms(_programs, "gnt-node", "add", "--no-ssh-key-check", NodeDaemonStand.Address).Expect(1).All, StringComparison.Ordinal);
        Daemon.Gnt("gnt-node", "modify", "--offline=yes", NodeDaemonStand.Address).Expect(0);
        var readded = Daemon.GntWithPrograms(_programs, "gnt-node", "add", "--readd", "--no-ssh-key-check", NodeDaemonStand.Address).Expect(0);
        Assert.Contains("flags were reset", readded.All, StringComparison.Ordinal);
        Assert.Equal("N", Daemon.Gnt("gnt-node", "list", "-o", "name,offline").Expect(0).Row(NodeDaemonStand.Address)[1]);

        var commanded = Daemon.GntWithPrograms(_programs, "gnt-cluster", "command", "-n", NodeDaemonStand.Address, "date").Expect(0);
        Assert.Contains($"root@{NodeDaemonStand.Address}", commanded.Output, StringComparison.Ordinal);
        var file = Path.Combine(Daemon.Sandbox.GanetiRoot, "var/lib/ganeti/ssconf_cluster_name");
        Daemon.GntWithPrograms(_programs, "gnt-cluster", "copyfile", "-n", NodeDaemonStand.Address, file).Expect(0);
        Assert.Contains(File.ReadLines(Path.Combine(_programs, "calls")), line => line.StartsWith("scp ", StringComparison.Ordinal) && line.Contains(file, StringComparison.Ordinal));
    }
}
