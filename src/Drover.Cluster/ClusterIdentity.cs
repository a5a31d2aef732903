using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Cluster;

/// <summary>Who a cluster is: its name, its uuid, and the name of its master node.</summary>
public sealed record ClusterIdentity(string Name, string Uuid, string MasterNode)
{
    /// <summary>The identity that a state holds; null before the state directory is filled.</summary>
    public static ClusterIdentity? Of(KernelState state) =>
        state.Objects.Find(ClusterKinds.Cluster, ClusterKinds.ClusterKey) is { } cluster
            ? new ClusterIdentity(cluster.Name, cluster.Uuid, state.Master()?.Name ?? "")
            : null;

    /// <summary>The identity that rows hold, read without the rest of the state; null when there is none.</summary>
    public static ClusterIdentity? Stored(IRowReader rows)
    {
        var objects = rows.Objects().Where(o => o.ObjectKind == ClusterKinds.Cluster.Name || o.ObjectKind == ClusterKinds.Node.Name).ToLookup(o => o.ObjectKind);
        if (objects[ClusterKinds.Cluster.Name].Select(o => (ClusterSettings)ClusterKinds.Cluster.Decode(o.Body.Span, o.Version)).FirstOrDefault() is not { } cluster)
            return null;
        var master = objects[ClusterKinds.Node.Name].Select(o => (Node)ClusterKinds.Node.Decode(o.Body.Span, o.Version)).FirstOrDefault(n => n.Uuid == cluster.MasterNode);
        return new ClusterIdentity(cluster.Name, cluster.Uuid, master?.Name ?? "");
    }
}
