using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>A cltab for all nodes, handed out by a real master to real agents.</summary>
public sealed class ClusterCltabTests : IDisposable
{
    private readonly SmallFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void All_nodes_get_a_version_and_one_that_joins_later_has_it_by_itself()
    {
        var first = _fleet.Join("n2", "own:o:1:respawn:NAP 2000");
        Set(first, "web:a:1:respawn:NAP 1000").Expect(0);
        Assert.Equal(["n2 1 current"], Nodes("n2"));
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        Drover("tell", "own", "1", "--node", "n2").Expect(0);
        Assert.Equal(["1000", "2000"], first.Running());
        var late = _fleet.Join("n3");
        _fleet.Until(() => Nodes("n3").SequenceEqual(["n3 1 current"]), () => string.Join('\n', Nodes("n2", "n3")));
        Drover("tell", "web", "1", "--all", "--node", "n3").Expect(2);
        Drover("tell", "web", "1", "--node", "n3").Expect(0);
        // The same program, of the directory of the first node, runs on both.
        Assert.Equal(["1000", "1000"], Naps(first));
        Assert.Empty(late.Naps());
        Assert.Contains("1000", Drover("cltab", "show").Expect(0).Output, StringComparison.Ordinal);
        Set(first, "web:a:1:respawn:NAP 1001").Expect(0);
        Assert.Equal(["n2 2 current", "n3 2 current"], Nodes("n2", "n3"));
        _fleet.Until(() => first.Running().SequenceEqual(["1001", "1001", "2000"]), () => string.Join(' ', first.Running()));
        Drover("cltab", "set", "--version", "1").Expect(0);
        Assert.Contains("1000", Drover("cltab", "show").Expect(0).Output, StringComparison.Ordinal);
        Drover("audit", "verify", "--replay").Expect(0);
    }

    [Fact]
    public void What_one_node_refuses_changes_nothing_anywhere()
    {
        string[] tags = ["a", "b", "c", "d", "e", "f", "g"];
        var (some, other) = (_fleet.Join("n2"), _fleet.Join("n3"));
        Set(some, [.. tags.Select(tag => $"web:{tag}:1:respawn:NAP 1000")]).Expect(0);
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        var before = some.Naps();
        Assert.Equal(tags.Length, before.Count);
        var refused = Set(some, "db:x:1:respawn:NAP 1001").Expect(1);
        Assert.Contains("is refused by one node, and nothing is changed anywhere. n2: version 2 of the cluster's cltab would stop 7 of the 7 entries that run", refused.All, StringComparison.Ordinal);
        Assert.Contains("unknown mode 'bogus'", Set(some, "db:x:1:bogus:NAP 1001").Expect(1).All, StringComparison.Ordinal);
        Assert.Equal(["n2 1 current", "n3 1 current"], Nodes("n2", "n3"));
        Assert.Equal(before, some.Naps());
        Assert.DoesNotContain("db", Drover("get", "groups").Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(other.Naps());
        Write(some, "db:x:1:respawn:NAP 1001");
        Assert.Contains("WOULD_ASK", Drover("cltab", "set", some.At("cluster"), "--dry-run").Expect(6).All, StringComparison.Ordinal);
        Drover("cltab", "set", some.At("cluster"), "--yes").Expect(0);
        _fleet.Until(() => some.Naps().Count == 0, () => string.Join(' ', some.Running()));
    }

    [Fact]
    public void An_agent_that_starts_without_a_master_has_what_it_took_last()
    {
        var agent = _fleet.Join("n2");
        Set(agent, "web:a:1:respawn:NAP 1000", "web:b:2:respawn:NAP 1001").Expect(0);
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        var before = agent.Naps();
        _fleet.KillMaster();
        agent.Kill9();
        foreach (var pid in before)
            Signals.Send(pid, Signals.Kill);
        // As after a boot: of what means nothing then nothing is left.
        Directory.Delete(agent.At("run"), recursive: true);
        agent.Start();
        _fleet.Until(() => agent.Running().SequenceEqual(["1000"]), () => agent.Log);
        Assert.Empty(before.Intersect(agent.Naps()));
        _fleet.StartMaster();
        _fleet.UntilHere("n2");
        _fleet.Until(() => Nodes("n2").SequenceEqual(["n2 1 current"]), () => string.Join('\n', Nodes("n2")));
        Assert.Equal(["1000"], agent.Running());
    }

    [Fact]
    public void A_canary_runs_on_its_node_alone_and_is_dropped_or_taken()
    {
        var (canary, other) = (_fleet.Join("n2"), _fleet.Join("n3"));
        Set(canary, "web:a:1:respawn:NAP 1000").Expect(0);
        Drover("tell", "web", "1", "--all").Expect(0);
        _fleet.Until(() => Naps(canary).Count == 3, () => string.Join(' ', canary.Running()));
        Write(canary, "web:a:1:respawn:NAP 1001");
        Drover("cltab", "set", canary.At("cluster"), "--canary", "n2").Expect(0);
        Assert.Equal(["n2 2 canary", "n3 1 current"], Nodes("n2", "n3"));
        _fleet.Until(() => canary.Running().SequenceEqual(["1000", "1000", "1001"]), () => string.Join(' ', canary.Running()));
        Drover("cltab", "drop").Expect(0);
        Assert.Equal(["n2 1 current", "n3 1 current"], Nodes("n2", "n3"));
        _fleet.Until(() => canary.Running().SequenceEqual(["1000", "1000", "1000"]), () => string.Join(' ', canary.Running()));
        Drover("cltab", "set", "--version", "2", "--canary", "n3").Expect(0);
        Drover("cltab", "take").Expect(0);
        Assert.Equal(["n2 2 current", "n3 2 current", $"{Sandbox.NodeName} 2 current"], Nodes(Sandbox.NodeName, "n2", "n3"));
        _fleet.Until(() => canary.Running().SequenceEqual(["1001", "1001", "1001"]), () => string.Join(' ', canary.Running()));
        Assert.Empty(other.Naps());
    }

    [Fact]
    public void A_level_that_is_watched_is_left_again_when_a_process_dies()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:NAP 1000", "web:b:2:respawn:sh -c 'NAP 0.5; exit 3'");
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        var told = Drover("tell", "web", "2", "--node", "n2", "--watch", "60s").Expect(1);
        Assert.Contains("and is back at level '1'", told.All, StringComparison.Ordinal);
        Assert.Equal(["1000"], agent.Running());
    }

    /// <summary>The programs are those of the directory of one node, whichever node runs them.</summary>
    private static List<string> Naps(AgentProcess agent) => agent.Running().FindAll(slept => slept.StartsWith("10", StringComparison.Ordinal));

    private Finished Set(AgentProcess agent, params string[] lines)
    {
        Write(agent, lines);
        return Drover("cltab", "set", agent.At("cluster"));
    }

    private static void Write(AgentProcess agent, params string[] lines) =>
        File.WriteAllLines(agent.At("cluster"), lines.Select(line => line.Replace("NAP", agent.At("nap"), StringComparison.Ordinal)));

    private string[] Nodes(params string[] names) => [.. Drover("get", "node-cltabs", "-o", "csv", "-c", "node,version,state", "--no-headers").Expect(0).Lines
        .Select(line => line.Replace(',', ' ')).Where(line => names.Contains(line.Split(' ')[0]))];

    private Finished Drover(params string[] arguments) => _fleet.Master.Drover(arguments);
}
