using Drover.Cluster.Nodes;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Groups;

/// <summary>OP_GROUP_ASSIGN_NODES: moves nodes to a group. What would leave an instance with its disks in several groups is done with <c>force</c> only.</summary>
internal sealed class AssignNodes() : GroupOperation("OP_GROUP_ASSIGN_NODES")
{
    public override LockSet Locks(OpcodeScope scope)
    {
        var nodes = Named(scope);
        return Locking.Shared
            .With(Locking.Group, nodes.Select(n => n.Group).Append(Target(scope).Uuid).Distinct(StringComparer.Ordinal), LockMode.Exclusive)
            .With(Locking.Node, nodes.Select(n => n.Uuid), LockMode.Exclusive);
    }

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var (split, _) = Splits(scope);
        if (split.Count > 0 && !scope["force"].IsTrue())
            throw Refusal.Failed($"The nodes were not moved: the disks of these instances would be in several groups: {string.Join(", ", split)}. Move all nodes of an instance together, or give force");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var (split, remain) = Splits(scope);
        if (split.Count > 0)
            decision.Log(scope, $" - WARNING: the disks of these instances are in several groups from now on: {string.Join(", ", split)}");
        if (remain.Count > 0)
            decision.Log(scope, $" - WARNING: the disks of these instances were in several groups before, and remain so: {string.Join(", ", remain)}");
        var group = Target(scope);
        foreach (var node in Named(scope).Where(n => n.Group != group.Uuid))
            decision.Store(ClusterKinds.Node, node.Uuid, ConfigObject.Touched(node with { Group = group.Uuid }, decision.Now));
        return OpcodeOutcome.None;
    }

    private static List<Node> Named(OpcodeScope scope) => [.. scope["nodes"].Texts().Select(scope.State.RequireNode).Distinct()];

    private static (IReadOnlyList<string> Split, IReadOnlyList<string> Remain) Splits(OpcodeScope scope)
    {
        var target = Target(scope).Uuid;
        return SplitInstances.After(scope.State, Named(scope).Where(n => n.Group != target).ToDictionary(n => n.Uuid, _ => target, StringComparer.Ordinal));
    }
}
