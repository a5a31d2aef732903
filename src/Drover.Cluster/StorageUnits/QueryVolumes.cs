using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.StorageUnits;

/// <summary>OP_NODE_QUERYVOLS: the logical volumes of nodes. As long as no instance has its disks on nodes of ours there are none.</summary>
internal sealed class QueryVolumes() : ClusterStateOperation("OP_NODE_QUERYVOLS")
{
    private static readonly string[] s_fields = ["node", "phys", "vg", "name", "size", "instance"];
    private static readonly RawJson s_none = new("[]"u8.ToArray());

    public override LockSet Locks(OpcodeScope scope) => StorageFields.Locks(scope);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        StorageFields.Check(scope["output_fields"].Texts(), s_fields);
        StorageFields.Nodes(scope.State, scope["nodes"].Texts());
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => new(s_none);
}
