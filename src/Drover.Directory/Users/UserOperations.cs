using Drover.Directories.Accounts;
using Drover.Directories.Passwords;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Accounts;
using Drover.Opcodes;

namespace Drover.Directories.Users;

/// <summary>OP_DIRECTORY_USER_ADD: a user of a machine.</summary>
internal sealed class AddUserOperation(INodes nodes, PasswordSeal? seal) : AccountOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_DIRECTORY_USER_ADD",
    [
        OpcodeParameter.Optional("name", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("firstname", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("lastname", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("gecos", ParameterType.String),
        OpcodeParameter.Optional("uid", ParameterType.IntegerBetween(0, uint.MaxValue - 1)),
        OpcodeParameter.Optional("group", ParameterType.NonEmptyString),
        new("groups", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
        OpcodeParameter.Optional("home", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("shell", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("password_sealed", ParameterType.NonEmptyString),
        new("system", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        ForceParameter,
        NodeParameter,
    ], "name");

    protected override IReadOnlyList<AccountChange> Changes(AccountInput input) =>
    [
        new AddUser(NameOf(input))
        {
            IsForced = input.IsForced,
            IsSystem = input.IsSet("system"),
            Uid = input.Number("uid"),
            Group = input.Text("group"),
            Groups = input.Texts("groups"),
            Gecos = input.Text("gecos") ?? (HasNames(input) ? $"{input.Text("firstname")} {input.Text("lastname")}".Trim() : null),
            Home = input.Text("home"),
            Shell = input.Text("shell"),
            PasswordHash = PasswordSeal.Open(seal, input.Text("password_sealed")),
        },
    ];

    /// <summary>The login that is given, or that of the names.</summary>
    protected override string NameOf(AccountInput input)
    {
        if (HasNames(input) && input.Text("gecos") is not null)
            throw Refusal.WrongInput("Give first and last name, or the full name as gecos, not both");
        if (input.Text("name") is { } name)
            return name;
        if (input.Text("firstname") is { } first && input.Text("lastname") is { } last)
            return AccountNames.LoginOf(first, last);
        return input.Text("gecos") is { Length: > 0 } gecos ? AccountNames.Plain(gecos) : throw Refusal.WrongInput("A user needs a login, a first and a last name, or a full name");
    }

    private static bool HasNames(AccountInput input) => input.Text("firstname") is not null || input.Text("lastname") is not null;
}

/// <summary>OP_DIRECTORY_USER_SET: changes a user; what is left out stays.</summary>
internal sealed class SetUserOperation(INodes nodes, PasswordSeal? seal) : AccountOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_DIRECTORY_USER_SET",
    [
        new("name", ParameterType.NonEmptyString, default, Required: true),
        OpcodeParameter.Optional("gecos", ParameterType.String),
        OpcodeParameter.Optional("shell", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("group", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("password_sealed", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("locked", ParameterType.Boolean),
        new("add_groups", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
        new("remove_groups", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
        ForceParameter,
        NodeParameter,
    ], "name");

    protected override IReadOnlyList<AccountChange> Changes(AccountInput input)
    {
        var set = new SetUser(NameOf(input))
        {
            IsForced = input.IsForced,
            Gecos = input.Text("gecos"),
            Shell = input.Text("shell"),
            Group = input.Text("group"),
            PasswordHash = PasswordSeal.Open(seal, input.Text("password_sealed")),
            Lock = input.Flag("locked"),
        };
        return
        [
            // Membership of a user that the distribution owns is no change of that user.
            .. set == new SetUser(set.Login) { IsForced = set.IsForced } ? (IEnumerable<AccountChange>)[] : [set],
            .. input.Texts("remove_groups").Select(group => new SetMembers(group) { Remove = [set.Login], IsForced = set.IsForced }),
            .. input.Texts("add_groups").Select(group => new SetMembers(group) { Add = [set.Login], IsForced = set.IsForced }),
        ];
    }
}

/// <summary>OP_DIRECTORY_USER_REMOVE: a user goes, and out of all groups.</summary>
internal sealed class RemoveUserOperation(INodes nodes) : AccountOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_DIRECTORY_USER_REMOVE", [new("name", ParameterType.NonEmptyString, default, Required: true), ForceParameter, NodeParameter], "name");

    protected override IReadOnlyList<AccountChange> Changes(AccountInput input) => [new RemoveUser(NameOf(input)) { IsForced = input.IsForced, MayBeGone = input.IsRepeated }];
}
