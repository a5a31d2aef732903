using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Disks;

/// <summary>OP_CLUSTER_VERIFY_DISKS: submits one OP_GROUP_VERIFY_DISKS for each node group. The result lists the jobs.</summary>
internal sealed class VerifyDisks() : ClusterStateOperation("OP_CLUSTER_VERIFY_DISKS")
{
    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (scope["group_name"].Text() is { } name)
            scope.State.RequireGroup(name);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var wanted = scope["group_name"].Text() is { } name ? scope.State.FindGroup(name) : null;
        var groups = scope.State.Groups().Where(group => wanted is null || group == wanted).OrderBy(group => group.Name, StringComparer.Ordinal);
        return new OpcodeOutcome(RawJson.Null)
        {
            Jobs = [.. groups.Select(group => (IReadOnlyList<Opcodes.AcceptedOpcode>)
                [FollowUps.Opcode(scope, decision.Model, "OP_GROUP_VERIFY_DISKS", writer => writer.WriteString("group_name", group.Uuid))])],
        };
    }
}
