using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Services.ClusterCltabs;

namespace Drover.Services.Tables;

/// <summary>The table of what each node has of the cluster's cltab.</summary>
internal static class NodeCltabResource
{
    public static Resource Build(INodes nodes, CltabSpreader spreader) => Resource.Of<Row>("node-cltab", "Which version of the cluster's cltab each node has")
        .KeyedBy("node", row => row.Node.Name)
        .Rows(context => nodes.All.Select(node => RowOf(context.State, node)))
        .Find((context, name) => nodes.Find(name) is { } node ? RowOf(context.State, node) : null, "Node {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("node", "Node", FieldKind.Text, "Name of the node", row => row.Node.Name, isDefault: true)
        .Field("version", "Version", FieldKind.Number, "The version that it has; 0 for none", row => row.Node.Services.HeldCltab is { } held ? FieldValue.Of((long)held.Version) : FieldValue.Unavailable, isDefault: true)
        .Field("wanted", "Wanted", FieldKind.Number, "The version that it is to have", row => (long)row.Wanted, isDefault: true)
        .Field("state", "State", FieldKind.Text, "Whether it is current, or a canary that tries what others do not have; away, refused or behind while it does not have what it is to have", row => State(row, spreader), isDefault: true)
        .Field("hash", "Hash", FieldKind.Text, "SHA-256 of the text that it has", row => (row.Node.Services.HeldCltab is { Version: > 0 } held ? held.Hash : null).OrUnavailable())
        .Field("overridden", "Overridden", FieldKind.Other, "Groups of it that the node has in its own cltab, which counts", row => FieldValue.Of(row.Node.Services.HeldCltab?.Overridden ?? []), isDefault: true)
        .VisibleTo(Visibility.Operators)
        .Field("reason", "Reason", FieldKind.Text, "Why it does not have what it is to have", row => (row.IsThere ? null : spreader.WhyNot(row.Node.Name) ?? row.Node.Presence.Reason).OrUnavailable(), isDefault: true)
        .Build();

    private static Row RowOf(KernelState state, INode node)
    {
        var rollout = CltabRollout.Of(state);
        var wanted = rollout.CltabOf(state, node.Name);
        return new Row(node, wanted.Version, wanted.Version == rollout.Canary, node.Services.HeldCltab?.Is(wanted) == true);
    }

    private static FieldValue State(Row row, CltabSpreader spreader) => row switch
    {
        { IsThere: true } => row.IsCanary ? "canary" : "current",
        { Node.Presence.IsHere: false } => "away",
        _ => spreader.WhyNot(row.Node.Name) is null ? "behind" : "refused",
    };

    /// <summary>A node, and what it is to have.</summary>
    internal sealed record Row(INode Node, int Wanted, bool IsCanary, bool IsThere);
}
