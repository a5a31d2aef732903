using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>OP_NODE_REMOVE: takes a node out of the cluster, and with it the exports that it keeps. Others take its place among the master candidates. Nothing
/// else of the cluster runs meanwhile.</summary>
internal sealed class RemoveNode() : ClusterStateOperation("OP_NODE_REMOVE")
{
    public override LockSet Locks(OpcodeScope scope)
    {
        Target(scope);
        return Locking.Exclusive;
    }

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var node = Target(scope);
        if (node.Uuid == scope.State.Cluster().MasterNode)
            throw Refusal.WrongInput($"Node '{node.Name}' is the master and cannot be removed; make another node the master first");
        if (scope.State.Instances().FirstOrDefault(i => i.Uses(node)) is { } instance)
            throw Refusal.WrongInput($"Instance {instance.Name} is still on node '{node.Name}'; move or remove it first");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var node = Target(scope);
        decision.Remove(ClusterKinds.Node, node.Uuid);
        foreach (var export in decision.State.Exports().Where(e => e.Node == node.Uuid).ToList())
            decision.Remove(ClusterKinds.Export, export.Uuid);
        if (node.MasterCandidate)
            CandidatePool.Refill(scope, decision, node.Uuid, mayShrink: true, promotes: true);
        return OpcodeOutcome.None;
    }

    private static Node Target(OpcodeScope scope) => scope.State.RequireNode(scope["node_name"].Text()!);
}
