using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.Settings;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Facts;

namespace Drover.Cluster.Nodes;

/// <summary>A machine with what a query shows beside it: a node of the cluster, or one that has joined the fleet and is none.</summary>
internal sealed class NodeRow
{
    private readonly Member? _member;
    private readonly MachineTies? _ties;
    private INode? _machine;

    private NodeRow(Node node, Member member, MachineTies ties) => (Node, _member, _ties) = (node, member, ties);

    private NodeRow(INode machine) => _machine = machine;

    public string Name => Node?.Name ?? Machine!.Name;

    /// <summary>The node of the cluster; null when it is none.</summary>
    public Node? Node { get; }

    public NodeGroup? Group => _member?.Group;

    public bool IsMaster => Node is { } node && _member!.Cluster.MasterNode == node.Uuid;

    /// <summary>Instances that it runs.</summary>
    public IEnumerable<Instance> Primary => _member?.Primary() ?? [];

    /// <summary>Instances whose disks it keeps copies of.</summary>
    public IEnumerable<Instance> Secondary => _member?.Secondary() ?? [];

    /// <summary>Node parameters in effect, of a node of the cluster.</summary>
    public RawJson Parameters => _member!.Parameters ??= NodeParameters.Filled(_member.Cluster, Group, Node);

    /// <summary>The machine; null when none of that node is known.</summary>
    public INode? Machine => _machine ??= _ties?.MachineOf(Node!);

    /// <summary>Live figures, once the query has asked for them.</summary>
    public NodeFigures? Figures { get; set; }

    public static IEnumerable<NodeRow> All(KernelState state, MachineTies ties)
    {
        var cluster = state.Cluster();
        // Made for all nodes together, once a field asks for them.
        var primary = new Lazy<ILookup<string, Instance>>(() => state.Instances().ToLookup(i => i.PrimaryNode, StringComparer.Ordinal));
        var secondary = new Lazy<ILookup<string, Instance>>(() => state.Instances()
            .SelectMany(i => i.SecondaryNodes.Select(n => (Node: n, Instance: i)))
            .ToLookup(pair => pair.Node, pair => pair.Instance, StringComparer.Ordinal));
        return state.Nodes()
            .Select(node => new NodeRow(node, new Member(cluster, GroupOf(state, node), () => primary.Value[node.Uuid], () => secondary.Value[node.Uuid]), ties))
            .Concat(ties.Strangers.Select(machine => new NodeRow(machine)));
    }

    /// <summary>The node of that uuid, name or unambiguous short name, else the machine of that name.</summary>
    public static NodeRow? Find(KernelState state, MachineTies ties, string name)
    {
        if (state.FindNode(name) is { } node)
            return new NodeRow(node, new Member(state.Cluster(), GroupOf(state, node),
                () => state.Instances().Where(i => i.PrimaryNode == node.Uuid), () => state.Instances().Where(i => i.SecondaryNodes.Contains(node.Uuid))), ties);
        return ties.Stranger(name) is { } machine ? new NodeRow(machine) : null;
    }

    /// <summary>M master, C candidate, D drained, O offline, R regular; the first that fits.</summary>
    public static string RoleOf(Node node, bool isMaster) =>
        isMaster ? "M" : node.MasterCandidate ? "C" : node.Drained ? "D" : node.Offline ? "O" : "R";

    private static NodeGroup? GroupOf(KernelState state, Node node) => state.Objects.Find(ClusterKinds.Group, node.Group);

    /// <summary>What a node of the cluster has beside its record.</summary>
    private sealed record Member(ClusterSettings Cluster, NodeGroup? Group, Func<IEnumerable<Instance>> Primary, Func<IEnumerable<Instance>> Secondary)
    {
        public RawJson? Parameters { get; set; }
    }
}
