using Drover.Fleet.Agents;
using Drover.Nodes;

namespace Drover.Fleet.Election;

/// <summary>Who votes on the master: the nodes of the cluster whose agents have joined.</summary>
/// <param name="Own">This node.</param>
/// <param name="Term">The term of the master that ran last on this state.</param>
/// <param name="Agents">All agents that have joined.</param>
/// <param name="Voters">Those of nodes of the cluster.</param>
/// <param name="WithoutVote">Nodes of the cluster that never joined by an agent.</param>
public sealed record Electorate(string Own, long Term, IReadOnlyList<FleetAgent> Agents, IReadOnlyList<string> Voters, IReadOnlyList<string> WithoutVote)
{
    /// <summary>Ties nodes of the cluster and agents by their names.</summary>
    /// <param name="own">This node.</param>
    /// <param name="term">The term of the master that ran last on this state.</param>
    /// <param name="nodes">Names of all nodes of the cluster.</param>
    /// <param name="agents">All agents, with those that are only invited.</param>
    public static Electorate Of(string own, long term, IReadOnlyList<string> nodes, IEnumerable<FleetAgent> agents)
    {
        var joined = agents.Where(agent => agent.Joined is not null).ToList();
        var names = joined.Select(agent => agent.Node).ToHashSet(StringComparer.Ordinal);
        var byLabel = NameTies.ByLabel(nodes, names.Append(own)).ToDictionary(tie => tie.Node, tie => tie.Machine, StringComparer.Ordinal);
        var others = nodes.Where(node => node != own).Order(StringComparer.Ordinal)
            .Select(node => (Node: node, Agent: names.Contains(node) ? node : byLabel.GetValueOrDefault(node))).ToList();
        return new Electorate(own, term, joined, [.. others.Select(other => other.Agent).OfType<string>()], [.. others.Where(other => other.Agent is null).Select(other => other.Node)]);
    }
}
