using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Groups;

/// <summary>OP_GROUP_ADD: an empty node group. The new name needs no lock: it is taken in the writer's turn.</summary>
internal sealed class AddGroup() : ClusterStateOperation("OP_GROUP_ADD")
{
    public override void CheckPrerequisites(OpcodeScope scope) =>
        GroupRules.CheckName(scope.State, "group_name", scope["group_name"].Text()!);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var group = new NodeGroup
        {
            Uuid = decision.Ids.NewUuid(),
            Name = scope["group_name"].Text()!,
            Created = decision.Now,
            Changed = decision.Now,
        };
        group = GroupRules.WithParameters(group, scope, new ChangeList());
        decision.Store(ClusterKinds.Group, group.Uuid, group);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_GROUP_REMOVE: removes a group that has no nodes and is not the last one.</summary>
internal sealed class RemoveGroup() : GroupOperation("OP_GROUP_REMOVE")
{
    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var group = Target(scope);
        var nodes = scope.State.Nodes().Where(n => n.Group == group.Uuid).Select(n => n.Name).Order(StringComparer.Ordinal).ToList();
        if (nodes.Count > 0)
            throw Refusal.WrongState($"Node group '{group.Name}' is not empty: it has {nodes.Count} nodes ({string.Join(", ", nodes.Take(10))}). Move them to another group first");
        if (scope.State.Objects.Count(ClusterKinds.Group) == 1)
            throw Refusal.WrongState($"Node group '{group.Name}' is the last one and cannot be removed: every node belongs to a group");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Remove(ClusterKinds.Group, Target(scope).Uuid);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_GROUP_RENAME: gives a group another name, which is the result.</summary>
internal sealed class RenameGroup() : GroupOperation("OP_GROUP_RENAME")
{
    public override void CheckPrerequisites(OpcodeScope scope) =>
        GroupRules.CheckName(scope.State, "new_name", scope["new_name"].Text()!);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var renamed = ConfigObject.Touched(Target(scope) with { Name = scope["new_name"].Text()! }, decision.Now);
        decision.Store(ClusterKinds.Group, renamed.Uuid, renamed);
        return new OpcodeOutcome(RawJson.String(renamed.Name));
    }
}

/// <summary>OP_GROUP_SET_PARAMS: changes policy and parameters of a group; the result lists what was changed.</summary>
internal sealed class SetGroupParameters() : GroupOperation("OP_GROUP_SET_PARAMS")
{
    private static readonly string[] s_objects = ["ndparams", "diskparams", "hv_state", "disk_state", "ipolicy"];

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (!scope["alloc_policy"].IsGiven() && !s_objects.Any(name => GroupRules.Any(scope[name])))
            throw Refusal.WrongInput($"Nothing to change: give at least one of alloc_policy, {string.Join(", ", s_objects)}");
        GroupRules.WithParameters(Target(scope), scope, new ChangeList());
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var changes = new ChangeList();
        var group = ConfigObject.Touched(GroupRules.WithParameters(Target(scope), scope, changes), decision.Now);
        decision.Store(ClusterKinds.Group, group.Uuid, group);
        return new OpcodeOutcome(changes.ToJson());
    }
}
