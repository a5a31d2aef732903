using Drover.Directories.Accounts;
using Drover.Nodes;
using Drover.Nodes.Accounts;
using Drover.Opcodes;

namespace Drover.Directories.UserGroups;

/// <summary>OP_DIRECTORY_GROUP_ADD: a group of users of a machine, with its helpers.</summary>
internal sealed class AddUserGroupOperation(INodes nodes) : AccountOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_DIRECTORY_GROUP_ADD",
    [
        new("name", ParameterType.NonEmptyString, default, Required: true),
        OpcodeParameter.Optional("gid", ParameterType.IntegerBetween(0, uint.MaxValue - 1)),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("skeleton", ParameterType.String),
        new("system", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        ForceParameter,
        NodeParameter,
    ], "name");

    protected override IReadOnlyList<AccountChange> Changes(AccountInput input) =>
    [
        new AddGroup(NameOf(input))
        {
            IsForced = input.IsForced,
            IsSystem = input.IsSet("system"),
            Gid = input.Number("gid"),
            Description = input.Text("description"),
            Skeleton = input.Text("skeleton"),
        },
    ];
}

/// <summary>OP_DIRECTORY_GROUP_SET: texts and members of a group; what is left out stays.</summary>
internal sealed class SetUserGroupOperation(INodes nodes) : AccountOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_DIRECTORY_GROUP_SET",
    [
        new("name", ParameterType.NonEmptyString, default, Required: true),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("skeleton", ParameterType.String),
        new("add", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
        new("remove", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
        ForceParameter,
        NodeParameter,
    ], "name");

    protected override IReadOnlyList<AccountChange> Changes(AccountInput input)
    {
        var (name, description, skeleton) = (NameOf(input), input.Text("description"), input.Text("skeleton"));
        var members = new SetMembers(name) { Add = input.Texts("add"), Remove = input.Texts("remove"), IsForced = input.IsForced };
        return
        [
            // Membership of a group that the distribution owns is no change of that group.
            .. description is null && skeleton is null ? (IEnumerable<AccountChange>)[] : [new SetGroup(name) { Description = description, Skeleton = skeleton, IsForced = input.IsForced }],
            members,
        ];
    }
}

/// <summary>OP_DIRECTORY_GROUP_REMOVE: a group goes, and its helpers with it.</summary>
internal sealed class RemoveUserGroupOperation(INodes nodes) : AccountOperation(nodes)
{
    public override OpcodeSchema Schema { get; } = new("OP_DIRECTORY_GROUP_REMOVE",
    [
        new("name", ParameterType.NonEmptyString, default, Required: true),
        new("remove_users", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        ForceParameter,
        NodeParameter,
    ], "name");

    protected override IReadOnlyList<AccountChange> Changes(AccountInput input) =>
        [new RemoveGroup(NameOf(input)) { IsForced = input.IsForced, RemovesUsers = input.IsSet("remove_users"), MayBeGone = input.IsRepeated }];
}
