using Drover.Cluster.Settings;
using Drover.Kernel.State;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>Keeps the encoded description of the cluster until the cluster changes.</summary>
internal sealed class ClusterFacts
{
    private volatile Entry? _last;

    public ClusterSnapshot Of(KernelState state)
    {
        var last = _last;
        if (last is not null && ReferenceEquals(last.Objects, state.Objects))
            return last.Snapshot;
        // Most changes of the objects are those of the queue, which the description does not show.
        var cluster = state.Objects.FindUntyped("cluster", "cluster");
        var snapshot = last is not null && cluster is not null && ReferenceEquals(last.Cluster, cluster)
            ? last.Snapshot
            : new ClusterSnapshot(RawJson.Write(writer => ClusterInfo.Write(writer, state)));
        _last = new Entry(state.Objects, cluster, snapshot);
        return snapshot;
    }

    private sealed record Entry(object Objects, object? Cluster, ClusterSnapshot Snapshot);
}
