using Drover.Cluster.Instances;
using Drover.Kernel.State;

namespace Drover.Cluster.Groups;

/// <summary>Instances whose disks are mirrored between nodes of several groups. Within a group nodes reach each other well enough for that, between groups they need not.</summary>
internal static class SplitInstances
{
    private const string Mirrored = "drbd";

    /// <summary>What a move of nodes does to them.</summary>
    /// <param name="state">The state before the move.</param>
    /// <param name="moves">Uuid of the new group by uuid of the node.</param>
    /// <returns>Names of the instances that the move splits, and of those that were split before and remain so.</returns>
    public static (IReadOnlyList<string> Split, IReadOnlyList<string> Remain) After(KernelState state, IReadOnlyDictionary<string, string> moves)
    {
        List<string> split = [], remain = [];
        foreach (var instance in state.Instances().Where(i => i.DiskTemplate == Mirrored).OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            var before = GroupsOf(instance, node => state.NodeByUuid(node)?.Group);
            var after = GroupsOf(instance, node => moves.GetValueOrDefault(node) ?? state.NodeByUuid(node)?.Group);
            if (after > 1)
                (before > 1 ? remain : split).Add(instance.Name);
        }
        return (split, remain);
    }

    private static int GroupsOf(Instance instance, Func<string, string?> groupOf) =>
        instance.SecondaryNodes.Append(instance.PrimaryNode).Select(groupOf).Distinct(StringComparer.Ordinal).Count();
}
