using Drover.Cluster.Exports;
using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel.Configuration;

namespace Drover.Cluster;

/// <summary>The kinds of durable objects. All but the cluster are stored under their uuid.</summary>
internal static class ClusterKinds
{
    /// <summary>The only key of <see cref="Cluster"/>.</summary>
    public const string ClusterKey = "cluster";

    public static ObjectKind<ClusterSettings> Cluster { get; } = new("cluster", 1, ClusterJson.Default.ClusterSettings);

    public static ObjectKind<Node> Node { get; } = new("node", 1, ClusterJson.Default.Node);

    public static ObjectKind<NodeGroup> Group { get; } = new("nodegroup", 1, ClusterJson.Default.NodeGroup);

    public static ObjectKind<Instance> Instance { get; } = new("instance", 1, ClusterJson.Default.Instance);

    public static ObjectKind<Network> Network { get; } = new("network", 1, ClusterJson.Default.Network);

    public static ObjectKind<Export> Export { get; } = new("export", 1, ClusterJson.Default.Export);
}
