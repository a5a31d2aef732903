using Drover.Cluster.Nodes;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Cluster;

/// <summary>Which machines belong to the cluster, for other rooms: what they keep of a machine ends when its node goes.</summary>
public static class ClusterNodes
{
    /// <summary>All nodes of a state, in no particular order.</summary>
    /// <returns>The name, the uuid that stays the same when the name changes, and whether nobody is to talk to it.</returns>
    public static IEnumerable<(string Name, string Uuid, bool Offline)> All(KernelState state) =>
        state.Nodes().Select(node => (node.Name, node.Uuid, node.Offline));

    /// <summary>The node of exactly that name; null when the cluster has none. Neither uuids nor short names are taken for a name here: what is kept of a machine is kept by
    /// its whole name.</summary>
    public static (string Name, string Uuid, bool Offline)? Find(KernelState state, string name) =>
        state.Objects.FindByName(ClusterKinds.Node, name) is { } node ? (node.Name, node.Uuid, node.Offline) : null;

    /// <summary>Names of all nodes that rows hold, read without the rest of the state.</summary>
    public static IReadOnlyList<string> Stored(IRowReader rows) =>
        [.. rows.Objects().Where(o => o.ObjectKind == ClusterKinds.Node.Name).Select(o => ((Node)ClusterKinds.Node.Decode(o.Body.Span, o.Version)).Name)];

    /// <summary>Whether a record of the journal says that a node was added, changed or removed. Made for subscriptions to events: who is woken by it looks at
    /// <see cref="All"/>, and knows what has gone by what was there before.</summary>
    public static bool Concerns(JournalRecord record) => ObjectRecords.KindOf(record) == ClusterKinds.Node.Name;
}
