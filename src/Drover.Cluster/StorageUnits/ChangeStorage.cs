using Drover.Cluster.Nodes;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.StorageUnits;

/// <summary>What the two operations on one unit of storage have in common: only units of LVM could be changed, and there are none.</summary>
/// <param name="opId">The opcode.</param>
/// <param name="type">The kind of storage that it could act on.</param>
/// <param name="deed">What it does, as a participle.</param>
internal abstract class ChangeStorage(string opId, string type, string deed) : ClusterStateOperation(opId)
{
    public override LockSet Locks(OpcodeScope scope) => Locking.Shared.WithNode(Target(scope).Uuid, LockMode.Exclusive);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var asked = scope["storage_type"].Text();
        if (asked != type)
            throw Refusal.WrongInput($"Storage units of type '{asked}' can not be {deed}; those of type '{type}' can");
        throw Refusal.Unknown($"Storage unit of type '{type}' on node '{Target(scope).Name}'", scope["name"].Text() ?? "(no name)");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;

    private static Node Target(OpcodeScope scope) => scope.State.RequireNode(scope["node_name"].Text()!);
}

/// <summary>OP_NODE_MODIFY_STORAGE: would say whether a physical volume takes new disks.</summary>
internal sealed class ModifyStorage() : ChangeStorage("OP_NODE_MODIFY_STORAGE", "lvm-pv", "modified");

/// <summary>OP_REPAIR_NODE_STORAGE: would repair a volume group.</summary>
internal sealed class RepairStorage() : ChangeStorage("OP_REPAIR_NODE_STORAGE", "lvm-vg", "repaired");
