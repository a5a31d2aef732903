using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Levels;

namespace Drover.Services.Placements;

/// <summary>Nodes on which something of a group runs although it is placed elsewhere, or nowhere.</summary>
internal static class Strays
{
    /// <summary>Levels at which nothing is taken to run.</summary>
    private static readonly string[] s_down = ["off", "stop"];

    /// <summary>Those that are here. Before the first lease of a group each node on which it has a level counts: it may have got that when the group was placed by hand.</summary>
    public static IEnumerable<INode> Here(INodes nodes, KernelState state, string group, Placement? placement) =>
        nodes.All.Where(node => node.Name != placement?.Node && node.Presence.IsHere && !IsOwn(node, group)
            && (node.Services.View.Groups.Any(row => row.Name == group && (row.Running > 0 || (IsFirst(placement) && IsUp(row.Target)))) || (IsFirst(placement) && IsUp(state, node, group))));

    /// <summary>Those that are away, and had it at a level when they were heard last: looked at before the first lease alone, for what runs under a lease ends with it.</summary>
    public static IEnumerable<INode> Away(INodes nodes, KernelState state, string group, Placement? placement) =>
        IsFirst(placement) ? nodes.All.Where(node => !node.Presence.IsHere && !IsOwn(node, group) && IsUp(state, node, group)) : [];

    private static bool IsFirst(Placement? placement) => placement is not { Lease: > 0 };

    private static bool IsUp(string? level) => level is not null && !s_down.Contains(level, StringComparer.Ordinal);

    private static bool IsUp(KernelState state, INode node, string group) =>
        state.Objects.Find(ServiceGroupRecord.Kind, new GroupKey(node.Name, group).ToString()) is { } record && IsUp(record.Target ?? record.Wanted);

    /// <summary>A group of that name in the node's own cltab is another one.</summary>
    private static bool IsOwn(INode node, string group) => node.Services.HeldCltab?.Overrides(group) == true;
}
