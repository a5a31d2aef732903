using Drover.Cluster.Nodes;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;

namespace Drover.Cluster.Ssconf;

/// <summary>OP_CLUSTER_REDIST_CONF: writes the files of the configuration anew, whatever has become of them, here and on all nodes that keep them. A node that does not write them is told of in the job, which ends well all the same.</summary>
/// <param name="files">Who writes them here; null where nobody asked for such files.</param>
/// <param name="nodes">The machines; null when there are none.</param>
internal sealed class RedistributeConfiguration(SsconfWriter? files, INodes? nodes) : ClusterEffectOperation("OP_CLUSTER_REDIST_CONF")
{
    /// <summary>Writing once more does no harm.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    public override LockSet Locks(OpcodeScope scope) =>
        scope.State.Nodes().Aggregate(Locking.Shared, (locks, node) => locks.WithNode(node.Uuid, LockMode.Shared));

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        files?.WriteAnew(context.State);
        if (nodes is not null)
            await GiveAnewAsync(context, new MachineTies(context.State, nodes), cancellationToken);
        return files?.Check() is { } problem ? throw Refusal.Failed(problem) : OpcodeOutcome.None;
    }

    private static Task GiveAnewAsync(OperationContext context, MachineTies ties, CancellationToken cancellationToken) =>
        Task.WhenAll(context.State.Nodes().Where(node => !node.Offline).Select(async node =>
        {
            if (ties.MachineOf(node)?.Configuration is { } copy && await copy.GiveAnewAsync(cancellationToken) is { } problem)
                context.Log($"{node.Name} does not have the files of the configuration: {problem}");
        }));
}
