using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Disks;

/// <summary>OP_CLUSTER_REPAIR_DISK_SIZES: the disks whose recorded size was put right. As long as no instance has its disks on nodes of ours there are none.</summary>
internal sealed class RepairDiskSizes() : ClusterStateOperation("OP_CLUSTER_REPAIR_DISK_SIZES")
{
    private static readonly RawJson s_none = new("[]"u8.ToArray());

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        foreach (var name in scope["instances"].Texts())
            if (scope.State.FindInstance(name) is null)
                throw Refusal.Unknown("Instance name", name);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => new(s_none);
}
