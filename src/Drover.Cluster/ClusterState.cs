using Drover.Cluster.Exports;
using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel.Configuration;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Cluster;

/// <summary>The cluster's objects in a state of the kernel, and how their names are understood.</summary>
internal static class ClusterState
{
    /// <exception cref="DroverException"><c>CLUSTER_MISSING</c>: the state directory was filled without this domain.</exception>
    public static ClusterSettings Cluster(this KernelState state) =>
        state.Objects.Find(ClusterKinds.Cluster, ClusterKinds.ClusterKey) ?? throw new DroverException("CLUSTER_MISSING",
            "The state holds no cluster object: the state directory was not initialised by this program. Start with an empty one.");

    public static IEnumerable<Node> Nodes(this KernelState state) => state.Objects.All(ClusterKinds.Node);

    public static IEnumerable<NodeGroup> Groups(this KernelState state) => state.Objects.All(ClusterKinds.Group);

    public static IEnumerable<Instance> Instances(this KernelState state) => state.Objects.All(ClusterKinds.Instance);

    public static IEnumerable<Network> Networks(this KernelState state) => state.Objects.All(ClusterKinds.Network);

    public static IEnumerable<Export> Exports(this KernelState state) => state.Objects.All(ClusterKinds.Export);

    public static Node? NodeByUuid(this KernelState state, string uuid) => state.Objects.Find(ClusterKinds.Node, uuid);

    public static Node? Master(this KernelState state) => state.NodeByUuid(state.Cluster().MasterNode);

    /// <summary>The node of that uuid, full name, or short name when only one node has it.</summary>
    public static Node? FindNode(this KernelState state, string name) => Named(state.Objects, ClusterKinds.Node, name, shortNames: true);

    /// <summary>The node that an opcode names.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static Node RequireNode(this KernelState state, string name) => state.FindNode(name) ?? throw Refusal.Unknown("Node name", name);

    /// <summary>Whether an instance runs on the node or has a copy of its disks there.</summary>
    public static bool Uses(this Instance instance, Node node) => instance.PrimaryNode == node.Uuid || instance.SecondaryNodes.Contains(node.Uuid);

    /// <summary>The instance of that uuid, full name, or short name when only one instance has it.</summary>
    public static Instance? FindInstance(this KernelState state, string name) => Named(state.Objects, ClusterKinds.Instance, name, shortNames: true);

    /// <summary>The group of that uuid or name.</summary>
    public static NodeGroup? FindGroup(this KernelState state, string name) => Named(state.Objects, ClusterKinds.Group, name, shortNames: false);

    /// <summary>The group that an opcode names.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static NodeGroup RequireGroup(this KernelState state, string name) => state.FindGroup(name) ?? throw Refusal.Unknown("Node group", name);

    /// <summary>The network of that uuid or name.</summary>
    public static Network? FindNetwork(this KernelState state, string name) => Named(state.Objects, ClusterKinds.Network, name, shortNames: false);

    private static T? Named<T>(ObjectTable objects, ObjectKind<T> kind, string name, bool shortNames) where T : ConfigObject
    {
        if (objects.Find(kind, name) is { } byUuid)
            return byUuid;
        if (objects.FindByName(kind, name) is { } byName)
            return byName;
        if (!shortNames)
            return null;
        T? byShortName = null;
        var ambiguous = false;
        foreach (var item in objects.All(kind))
        {
            if (item.Name.Length <= name.Length || item.Name[name.Length] != '.' || !item.Name.StartsWith(name, StringComparison.Ordinal))
                continue;
            ambiguous = byShortName is not null;
            byShortName ??= item;
        }
        return ambiguous ? null : byShortName;
    }
}
