using Drover.Cluster.Exports;
using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Cluster;

/// <summary>The kinds of durable objects. All but the cluster are stored under their uuid.</summary>
internal static class ClusterKinds
{
    // What the tables show of them is more, but these are the stored forms, with all that is internal.
    private static readonly Disclosure s_shown = Disclosure.Everyone("uuid", "name");

    /// <summary>The only key of <see cref="Cluster"/>.</summary>
    public const string ClusterKey = "cluster";

    public static ObjectKind<ClusterSettings> Cluster { get; } = new("cluster", 1, ClusterJson.Default.ClusterSettings, shown: s_shown);

    public static ObjectKind<Node> Node { get; } = new("node", 1, ClusterJson.Default.Node, shown: s_shown);

    public static ObjectKind<NodeGroup> Group { get; } = new("nodegroup", 1, ClusterJson.Default.NodeGroup, shown: s_shown);

    public static ObjectKind<Instance> Instance { get; } = new("instance", 1, ClusterJson.Default.Instance, shown: s_shown);

    public static ObjectKind<Network> Network { get; } = new("network", 1, ClusterJson.Default.Network, shown: s_shown);

    public static ObjectKind<Export> Export { get; } = new("export", 1, ClusterJson.Default.Export, shown: s_shown);
}
