using Drover.Nodes;

namespace Drover.Cluster.Nodes;

/// <summary>Finds the machines of nodes.</summary>
internal static class Machines
{
    /// <summary>The machine of a node; null when it cannot be reached. That of the master is the own, by whatever name it was started.</summary>
    public static INode? Find(INodes? nodes, Node node, bool isMaster) => nodes?.Find(isMaster ? nodes.Own : node.Name);
}
