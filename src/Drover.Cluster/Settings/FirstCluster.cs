using Drover.Cluster.Groups;
using Drover.Cluster.Nodes;
using Drover.Kernel.Commands;

namespace Drover.Cluster.Settings;

/// <summary>What an empty state directory begins with: the cluster, this machine as its first node and master, and one group.</summary>
internal sealed class FirstCluster(ClusterOptions options)
{
    /// <exception cref="DroverException"><c>NAME_INVALID</c>: a name of the options is no host name.</exception>
    public void Store(Decision decision)
    {
        Check("cluster", options.ClusterName);
        Check("node", options.NodeName);
        var group = new NodeGroup
        {
            Uuid = decision.Ids.NewUuid(),
            Name = "default",
            Created = decision.Now,
            Changed = decision.Now,
        };
        var node = new Node
        {
            Uuid = decision.Ids.NewUuid(),
            Name = options.NodeName,
            Created = decision.Now,
            Changed = decision.Now,
            Group = group.Uuid,
            PrimaryIp = options.NodeAddress,
            SecondaryIp = options.NodeAddress,
            MasterCandidate = true,
        };
        var cluster = new ClusterSettings
        {
            Uuid = decision.Ids.NewUuid(),
            Name = options.ClusterName,
            Created = decision.Now,
            Changed = decision.Now,
            MasterNode = node.Uuid,
            MasterIp = options.NodeAddress,
            PrimaryIpVersion = options.NodeAddress.Contains(':', StringComparison.Ordinal) ? 6 : 4,
        };
        decision.Store(ClusterKinds.Group, group.Uuid, group);
        decision.Store(ClusterKinds.Node, node.Uuid, node);
        decision.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, cluster);
    }

    private static void Check(string setting, string name)
    {
        if (HostNames.Problem(name) is { } problem)
            throw new DroverException("NAME_INVALID", $"The setting '{setting}' cannot be used for a new state directory: {problem}. Choose another name.");
    }
}
