using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.People.Roles;

namespace Drover.People.Accounts;

/// <summary>Accounts, without what they are proven by.</summary>
internal static class AccountResource
{
    public static Resource Build() => Resource.Of<Account>("account", "Users of the network who may sign in")
        .KeyedBy("name", account => account.Name)
        .Rows(context => context.State.Objects.All(Account.Kind))
        .Find((context, name) => context.State.Objects.Find(Account.Kind, name), "Account {0} not found")
        .VisibleTo(Visibility.Operators)
        .Field("name", "Name", FieldKind.Text, "The user", account => account.Name, isDefault: true)
        .Field("role", "Role", FieldKind.Text, "What the user may do; no token of theirs may more", account => RoleNames.Of(account.Role), isDefault: true)
        .Field("password", "Password", FieldKind.Bool, "Whether the user may sign in by a password", account => account.PasswordHash is not null, isDefault: true)
        .Field("second_factor", "SecondFactor", FieldKind.Bool, "Whether a code is asked for besides", account => account.SecondFactor is not null, isDefault: true)
        .Field("recovery_codes", "RecoveryCodes", FieldKind.Number, "How many codes are left that stand for the second factor once", account => account.RecoveryCodes.Length)
        .Field("credentials_set", "CredentialsSet", FieldKind.Timestamp, "When password or second factor were set last", account => FieldValue.Seconds(account.CredentialsSet))
        .Field("created", "Created", FieldKind.Timestamp, "When it was added", account => FieldValue.Seconds(account.Created), isDefault: true)
        .Field("created_by", "CreatedBy", FieldKind.Text, "Who added it", account => account.CreatedBy.ToString())
        .Build();
}
