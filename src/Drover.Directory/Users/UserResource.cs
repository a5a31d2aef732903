using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Nodes.Accounts;

namespace Drover.Directories.Users;

/// <summary>The table of users of machines.</summary>
internal static class UserResource
{
    private const long DayMicroseconds = 86_400_000_000;

    public static Resource Build(INodes nodes) => Resource.Of<UserRow>("user", "Users of machines, as their account files have them")
        .KeyedBy("login", user => user.Key)
        .Rows(_ => Rows(nodes))
        .Find((_, name) => Rows(nodes).FirstOrDefault(user => user.Key == name || (user.Login == name && user.Node == nodes.Own)), "User {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("login", "Login", FieldKind.Text, "Login name", user => user.Login, isDefault: true)
        .Field("uid", "Uid", FieldKind.Number, "Its number", user => user.Uid, isDefault: true)
        .Field("kind", "Kind", FieldKind.Text, "Whether it is standard, system or restricted, by its number", user => Word(user.Kind), isDefault: true)
        .Field("gecos", "Name", FieldKind.Text, "Full name", user => user.Gecos, isDefault: true)
        .Field("group", "Group", FieldKind.Text, "The primary group", user => user.PrimaryGroup.OrUnavailable(), isDefault: true)
        .Field("gid", "Gid", FieldKind.Number, "Number of the primary group", user => user.Gid)
        .Field("groups", "Groups", FieldKind.Other, "Groups that name it as a member", user => FieldValue.Of(user.Groups), isDefault: true)
        .Field("home", "Home", FieldKind.Text, "Home directory", user => user.Home)
        .Field("shell", "Shell", FieldKind.Text, "Login shell", user => user.Shell, isDefault: true)
        .Field("node", "Node", FieldKind.Text, "The machine", user => user.Node)
        .Field("key", "Key", FieldKind.Text, "Node and login: what the row is known by", user => user.Key)
        .VisibleTo(Visibility.Operators)
        .Field("locked", "Locked", FieldKind.Bool, "Whether no password is taken until it is unlocked", user => user.IsLocked, isDefault: true)
        .Field("password", "Password", FieldKind.Bool, "Whether it has a password, be it locked", user => user.HasPassword)
        .Field("password_set", "PasswordSet", FieldKind.Timestamp, "The day on which the password was set", user => user.PasswordDay is { } day ? FieldValue.Seconds(new Timestamp(day * DayMicroseconds)) : FieldValue.Unavailable)
        .Build();

    /// <summary>A kind as people write it.</summary>
    public static string Word(AccountKind kind) => kind.ToString().ToLowerInvariant();

    private static IEnumerable<UserRow> Rows(INodes nodes) => nodes.All.SelectMany(node => node.Accounts is { } accounts ? accounts.View.Users : []);
}
