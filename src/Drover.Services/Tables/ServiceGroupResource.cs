using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Tables;

/// <summary>The table of resource groups.</summary>
internal static class ServiceGroupResource
{
    public static Resource Build(INodes nodes) => Resource.Of<GroupRow>("service-group", "Resource groups of services")
        .KeyedBy("name", row => row.Key.ToString())
        .Rows(_ => nodes.All.SelectMany(node => node.Services.View.Groups))
        .Find((_, name) => nodes.All.SelectMany(node => node.Services.View.Groups).FirstOrDefault(row => row.Key.ToString() == name || (row.Name == name && row.Node == nodes.Own)), "Service group {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Group", FieldKind.Text, "Name of the group", row => row.Name, isDefault: true)
        .Field("level", "Level", FieldKind.Text, "The level last begun", row => row.Level.OrUnavailable(), isDefault: true)
        .Field("state", "State", FieldKind.Text, "Where the group stands; DEGRADED when a process of its level does not run", row => row.Word, isDefault: true)
        .Field("target", "Target", FieldKind.Text, "The level it is at or on its way to", row => row.Target.OrUnavailable())
        // Reasons and errors quote the cltab, which is for those who may read it.
        .VisibleTo(Visibility.Operators)
        .Field("reason", "Reason", FieldKind.Text, "Why it failed or is degraded", row => row.Reason.OrUnavailable(), isDefault: true)
        .VisibleTo(Visibility.Everyone)
        .Field("since", "Since", FieldKind.Timestamp, "When it came to this state", row => row.Since > 0 ? FieldValue.Seconds(new Timestamp(row.Since)) : FieldValue.Unavailable)
        .Field("key", "Key", FieldKind.Text, "Node and name: what the row is known by", row => row.Key.ToString())
        .Field("node", "Node", FieldKind.Text, "The machine it runs on", row => row.Node)
        .Field("entries", "Entries", FieldKind.Number, "Entries in the cltab", row => (long)row.Entries)
        .Field("levels", "Levels", FieldKind.Other, "Levels that its entries name", row => FieldValue.Of(row.Levels))
        .Field("running", "Running", FieldKind.Number, "Processes that run", row => (long)row.Running, isDefault: true)
        .Field("restarts", "Restarts", FieldKind.Number, "Starts after a death, since its level was begun", row => (long)row.Restarts)
        .VisibleTo(Visibility.Operators)
        .Field("errors", "Errors", FieldKind.Other, "What is wrong with its definition in the cltab", row => FieldValue.Of(row.Errors))
        .Build();
}
