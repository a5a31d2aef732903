using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>OP_NODE_ADD: takes a machine into the cluster, or one back that is in it (<c>readd</c>). Nothing else of the cluster runs meanwhile. The machine itself is
/// not asked: it comes to the master by itself, sooner or later.</summary>
internal sealed class AddNode(ClusterOptions options) : ClusterEffectOperation("OP_NODE_ADD")
{
    private static readonly RawJson s_begun = RawJson.String("the node is being stored");

    /// <summary>It keeps the big lock over a crash, so that a node of that name afterwards can only be its own.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override LockSet Locks(OpcodeScope scope) => Locking.Exclusive;

    public override void CheckPrerequisites(OpcodeScope scope) => new NodeAddition(scope.Parameters).Check(scope.State);

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var addition = new NodeAddition(context.Parameters);
        if (context.Progress.HasValue && !addition.Readd && context.State.FindNode(addition.Name) is not null)
            return OpcodeOutcome.None;
        context.WaitsFor = $"the address of '{addition.Name}' from the name service";
        var address = addition.PrimaryIp
            ?? await NodeAddresses.ResolveAsync(addition.Name, context.State.Cluster().PrimaryIpVersion, options, context.Clock, cancellationToken);
        context.WaitsFor = null;
        await context.SaveProgressAsync(s_begun, cancellationToken);
        var isCandidate = await context.ExecuteAsync(new StoreAddedNode(addition, address), cancellationToken);
        if (addition.Readd)
            context.Log(" - INFO: Readding a node, the offline/drained flags were reset");
        if (isCandidate)
            context.Log(" - INFO: Node will be a master candidate");
        if (context["node_setup"].IsTrue())
            context.Log(" - WARNING: node_setup has no effect: the daemon changes no ssh keys");
        return OpcodeOutcome.None;
    }
}

/// <summary>Stores a node that is added or readded; the answer is whether it is a master candidate.</summary>
internal sealed class StoreAddedNode(NodeAddition addition, string address) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        var node = addition.Make(decision, address);
        decision.Store(ClusterKinds.Node, node.Uuid, node);
        return node.MasterCandidate;
    }
}
