using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.Settings;
using Drover.Kernel.State;
using Drover.Nodes.Facts;

namespace Drover.Cluster.Nodes;

/// <summary>A node with what a query shows beside it.</summary>
internal sealed class NodeRow(ClusterSettings cluster, Node node, NodeGroup? group, Func<IEnumerable<Instance>> primary, Func<IEnumerable<Instance>> secondary)
{
    private RawJson? _parameters;

    public Node Node { get; } = node;

    public NodeGroup? Group { get; } = group;

    public bool IsMaster { get; } = cluster.MasterNode == node.Uuid;

    /// <summary>Instances that it runs.</summary>
    public IEnumerable<Instance> Primary => primary();

    /// <summary>Instances whose disks it keeps copies of.</summary>
    public IEnumerable<Instance> Secondary => secondary();

    /// <summary>Node parameters in effect.</summary>
    public RawJson Parameters => _parameters ??= NodeParameters.Filled(cluster, Group, Node);

    /// <summary>Live figures, once the query has asked for them.</summary>
    public NodeFigures? Figures { get; set; }

    public static IEnumerable<NodeRow> All(KernelState state)
    {
        var cluster = state.Cluster();
        // Made for all nodes together, once a field asks for them.
        var primary = new Lazy<ILookup<string, Instance>>(() => state.Instances().ToLookup(i => i.PrimaryNode, StringComparer.Ordinal));
        var secondary = new Lazy<ILookup<string, Instance>>(() => state.Instances()
            .SelectMany(i => i.SecondaryNodes.Select(n => (Node: n, Instance: i)))
            .ToLookup(pair => pair.Node, pair => pair.Instance, StringComparer.Ordinal));
        return state.Nodes().Select(node =>
            new NodeRow(cluster, node, state.Objects.Find(ClusterKinds.Group, node.Group), () => primary.Value[node.Uuid], () => secondary.Value[node.Uuid]));
    }

    public static NodeRow? Find(KernelState state, string name) => state.FindNode(name) is not { } node ? null : new NodeRow(
        state.Cluster(), node, state.Objects.Find(ClusterKinds.Group, node.Group),
        () => state.Instances().Where(i => i.PrimaryNode == node.Uuid), () => state.Instances().Where(i => i.SecondaryNodes.Contains(node.Uuid)));

    /// <summary>M master, C candidate, D drained, O offline, R regular; the first that fits.</summary>
    public string Role =>
        IsMaster ? "M" : Node.MasterCandidate ? "C" : Node.Drained ? "D" : Node.Offline ? "O" : "R";
}
