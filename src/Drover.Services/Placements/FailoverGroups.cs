using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Services.Cltab;
using Drover.Services.ClusterCltabs;
using Drover.Services.Nodes;

namespace Drover.Services.Placements;

/// <summary>The groups that the cluster's cltab in force has on one node of several. A version that only some nodes try places nothing.</summary>
internal static class FailoverGroups
{
    private static readonly FrozenDictionary<string, CltabGroup> s_none = FrozenDictionary<string, CltabGroup>.Empty;

    // A version does not change: it is read once.
    private static readonly ConditionalWeakTable<CltabVersion, FrozenDictionary<string, CltabGroup>> s_read = [];

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, CltabGroup> Of(KernelState state) =>
        CltabRollout.Find(state, CltabRollout.Of(state).Current) is { } version ? s_read.GetValue(version, Read) : s_none;

    /// <summary>One of them; null if a group is none.</summary>
    public static CltabGroup? Find(KernelState state, string group) => Of(state).GetValueOrDefault(group);

    /// <summary>Refuses an order of an operator about the level of a group that the master places.</summary>
    /// <exception cref="OperationException">It is one.</exception>
    public static void RefuseLevel(KernelState state, INode? node, string group)
    {
        if (Find(state, group) is null || node?.Services.HeldCltab?.Overrides(group) == true)
            return;
        var refusal = NodeWords.Refused(new NodeRefusal(NodeRefusalKind.NoLease), group);
        throw Refusal.WrongState($"{refusal.Message}. Its level is ':::group.{group}.failover:' of the cluster's cltab: change it there, or take it out to have the group stopped");
    }

    private static FrozenDictionary<string, CltabGroup> Read(CltabVersion version)
    {
        var document = CltabParser.Parse(CltabText.Empty with { Cluster = version.Cltab }, version.Cltab.Name);
        return document.Groups.Where(group => group.Options.Failover is not null && document.ErrorsOf(group.Name).IsEmpty).ToFrozenDictionary(group => group.Name, StringComparer.Ordinal);
    }
}
