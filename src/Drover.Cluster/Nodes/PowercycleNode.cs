using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>OP_NODE_POWERCYCLE: always refused, with what to do instead. No agent boots its machine.</summary>
internal sealed class PowercycleNode() : ClusterStateOperation("OP_NODE_POWERCYCLE")
{
    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty;

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var node = scope.State.RequireNode(scope["node_name"].Text()!);
        if (node.Uuid == scope.State.Cluster().MasterNode && !scope["force"].IsTrue())
            throw Refusal.WrongInput($"Node '{node.Name}' is the master, and force was not given");
        throw Refusal.Failed($"Node '{node.Name}' was not booted: this daemon does not boot machines. Do it there (systemctl reboot), or by its management board");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;
}
