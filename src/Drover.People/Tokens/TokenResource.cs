using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.People.Roles;

namespace Drover.People.Tokens;

/// <summary>Tokens, without their hashes.</summary>
internal static class TokenResource
{
    public static Resource Build() => Resource.Of<UserToken>("token", "Tokens by which users are known over the network")
        .KeyedBy("id", token => token.Id)
        .Rows(context => context.State.Objects.All(UserToken.Kind))
        .Find((context, id) => context.State.Objects.Find(UserToken.Kind, id), "Token {0} not found")
        .VisibleTo(Visibility.Operators)
        .Field("id", "ID", FieldKind.Text, "What removes it: 'drover token del ID'", token => token.Id, isDefault: true)
        .Field("user", "User", FieldKind.Text, "The user who is known by it", token => token.User, isDefault: true)
        .Field("groups", "Groups", FieldKind.Other, "The groups that the user is in by it", token => FieldValue.Of([.. token.Groups]), isDefault: true)
        .Field("superuser", "Superuser", FieldKind.Bool, "Whether its holder may operate the lab", token => token.Superuser, isDefault: true)
        .Field("role", "Role", FieldKind.Text, "What the user may do by it outside LAVA's paths", token => RoleNames.Of(token.Role), isDefault: true)
        .Field("description", "Description", FieldKind.Text, "What it is for", token => token.Description, isDefault: true)
        .Field("created", "Created", FieldKind.Timestamp, "When it was added", token => FieldValue.Seconds(token.Created), isDefault: true)
        .Field("created_by", "CreatedBy", FieldKind.Text, "Who added it", token => token.CreatedBy.ToString())
        .Build();
}
