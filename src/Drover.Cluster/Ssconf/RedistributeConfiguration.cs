using Drover.Kernel.Operations;
using Drover.Locks;

namespace Drover.Cluster.Ssconf;

/// <summary>OP_CLUSTER_REDIST_CONF: writes the files of the configuration anew, whatever has become of them.</summary>
/// <param name="files">Who writes them; null where nobody asked for such files.</param>
internal sealed class RedistributeConfiguration(SsconfWriter? files) : ClusterEffectOperation("OP_CLUSTER_REDIST_CONF")
{
    /// <summary>Writing once more does no harm.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    public override LockSet Locks(OpcodeScope scope) =>
        scope.State.Nodes().Aggregate(Locking.Shared, (locks, node) => locks.WithNode(node.Uuid, LockMode.Shared));

    protected override Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        files?.WriteAnew(context.State);
        return files?.Check() is { } problem ? throw Refusal.Failed(problem) : Task.FromResult(OpcodeOutcome.None);
    }
}
