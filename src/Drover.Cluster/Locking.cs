using Drover.Locks;

namespace Drover.Cluster;

/// <summary>Lock levels of the cluster and the sets that its operations begin with.</summary>
internal static class Locking
{
    public const string Cluster = "cluster", Instance = "instance", Group = "nodegroup", Node = "node", NodeRes = "node-res", Network = "network";

    /// <summary>The one member of level <see cref="Cluster"/>, exclusive for changes that concern everything.</summary>
    public const string BigLock = "BGL";

    /// <summary>The big lock together with others.</summary>
    public static LockSet Shared { get; } = LockSet.Empty.With(Cluster, BigLock, LockMode.Shared);

    /// <summary>The big lock alone.</summary>
    public static LockSet Exclusive { get; } = LockSet.Empty.With(Cluster, BigLock, LockMode.Exclusive);

    public static LockSet WithNode(this LockSet locks, string uuid, LockMode mode) => locks.With(Node, uuid, mode);

    public static LockSet WithGroup(this LockSet locks, string uuid, LockMode mode) => locks.With(Group, uuid, mode);
}
