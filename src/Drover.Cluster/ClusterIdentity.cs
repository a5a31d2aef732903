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
}
