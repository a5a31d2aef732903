using System.Collections.Immutable;
using Drover.Directories.Users;
using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Nodes.Accounts;

namespace Drover.Directories.UserGroups;

/// <summary>The table of groups of users of machines. Helpers are found by name; in listings their users stand beside their group.</summary>
internal static class UserGroupResource
{
    public static Resource Build(INodes nodes) => Resource.Of<UserGroupRow>("user-group", "Groups of users of machines, as their account files have them")
        .KeyedBy("name", group => group.Key)
        .Rows(_ => Rows(nodes).Where(group => group.HelperOf is null))
        .Find((_, name) => Rows(nodes).FirstOrDefault(group => group.Key == name || (group.Name == name && group.Node == nodes.Own)), "Group {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Name", FieldKind.Text, "Its name", group => group.Name, isDefault: true)
        .Field("gid", "Gid", FieldKind.Number, "Its number", group => group.Gid, isDefault: true)
        .Field("kind", "Kind", FieldKind.Text, "Whether it is standard, system or restricted, by its number", group => UserResource.Word(group.Kind), isDefault: true)
        .Field("description", "Description", FieldKind.Text, "What it is for", group => group.Description.OrUnavailable(), isDefault: true)
        .Field("members", "Members", FieldKind.Other, "Users that it names as members", group => FieldValue.Of(group.Members), isDefault: true)
        .Field("guests", "Guests", FieldKind.Other, "Users that are guests of it", group => FieldValue.Of(Helper(nodes, group, AccountNames.Guests)), isDefault: true)
        .Field("responsible", "Responsible", FieldKind.Other, "Users that are responsible for it", group => FieldValue.Of(Helper(nodes, group, AccountNames.Responsible)), isDefault: true)
        .Field("primary_members", "PrimaryMembers", FieldKind.Other, "Users whose primary group it is", group => FieldValue.Of(group.PrimaryMembers))
        .Field("skeleton", "Skeleton", FieldKind.Text, "What homes of its users begin with", group => group.Skeleton.OrUnavailable())
        .Field("helper_of", "HelperOf", FieldKind.Text, "The group whose guests or responsible users it has", group => group.HelperOf.OrUnavailable())
        .Field("node", "Node", FieldKind.Text, "The machine", group => group.Node)
        .Field("key", "Key", FieldKind.Text, "Node and name: what the row is known by", group => group.Key)
        .Build();

    private static IEnumerable<UserGroupRow> Rows(INodes nodes) => nodes.All.SelectMany(node => node.Accounts is { } accounts ? accounts.View.Groups : []);

    private static ImmutableArray<string> Helper(INodes nodes, UserGroupRow group, string prefix) => group.Kind != AccountKind.Standard ? []
        : nodes.Find(group.Node)?.Accounts?.View.FindGroup(prefix + group.Name)?.Members ?? [];
}
