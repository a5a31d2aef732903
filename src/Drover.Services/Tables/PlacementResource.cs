using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Services.Placements;

namespace Drover.Services.Tables;

/// <summary>The table of groups that are to be on one node of several.</summary>
internal static class PlacementResource
{
    public static Resource Build(PlacementRoom room) => Resource.Of<Placement>("placement", "Groups that are to be on one node of several, and where they are")
        .KeyedBy("group", placement => placement.Group)
        .Rows(context => context.State.Objects.All(Placement.Kind), inKeyOrder: true)
        .Find((context, group) => PlacementRoom.Find(context.State, group), "Group {0} is not one that the master places")
        .VisibleTo(Visibility.Everyone)
        .Field("group", "Group", FieldKind.Text, "Name of the group", placement => placement.Group, isDefault: true)
        .Field("node", "Node", FieldKind.Text, "Where it is, or where something of it may still run", placement => placement.Node.OrUnavailable(), isDefault: true)
        .Field("level", "Level", FieldKind.Text, "The level that it is placed for", placement => placement.Level, isDefault: true)
        .Field("state", "State", FieldKind.Text, "Where it stands: placed, starting, changing, stopping, waiting for a lease to end, or nowhere", placement => placement.State, isDefault: true)
        .Field("since", "Since", FieldKind.Timestamp, "When it came to this state, or to this node", placement => FieldValue.Seconds(placement.Since), isDefault: true)
        .Field("moves", "Moves", FieldKind.Number, "How often it came to its level on another node than before", placement => placement.Moves, isDefault: true)
        .Field("lease", "Lease", FieldKind.Number, "Number of its last lease", placement => placement.Lease > 0 ? FieldValue.Of(placement.Lease) : FieldValue.Unavailable)
        .Field("job", "Job", FieldKind.Number, "The job that is placing it, or did last", placement => placement.Job > 0 ? FieldValue.Of(placement.Job) : FieldValue.Unavailable)
        .Field("last_node", "LastNode", FieldKind.Text, "The node on which it was at its level last", placement => placement.LastNode.OrUnavailable())
        // Reasons quote the cltab, which is for those who may read it.
        .VisibleTo(Visibility.Operators)
        .Field("reason", "Reason", FieldKind.Text, "Why it was moved last, or is nowhere", placement => placement.Reason.OrUnavailable(), isDefault: true)
        .Field(new FieldDefinition("failed", "Failed", FieldKind.Other, "Nodes on which it has failed lately, each with the reason; they are tried last"), (context, placement) => FieldValue.Of(Failed(room, placement, context.Now)))
        .Build();

    private static IReadOnlyList<string> Failed(PlacementRoom room, Placement placement, Timestamp now) =>
        [.. placement.Failures.Where(failure => failure.At > now + -room.Options.Memory).Select(failure => $"{failure.Node}: {failure.Reason}")];
}
