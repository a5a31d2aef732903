using Drover.Kernel.Operations;

namespace Drover.Cluster.MasterAddress;

/// <summary>OP_CLUSTER_ACTIVATE_MASTER_IP: sets the master's address.</summary>
internal sealed class ActivateMasterAddress(MasterAddressKeeper keeper) : ClusterEffectOperation("OP_CLUSTER_ACTIVATE_MASTER_IP")
{
    /// <summary>Setting it once more does no harm.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (said, isProblem) = await keeper.ActivateAsync(cancellationToken);
        if (isProblem)
            throw Refusal.Failed($"Could not activate the master IP: {said}");
        context.Log(said);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_CLUSTER_DEACTIVATE_MASTER_IP: takes the master's address down, until it is set again or the daemon starts again.</summary>
internal sealed class DeactivateMasterAddress(MasterAddressKeeper keeper) : ClusterEffectOperation("OP_CLUSTER_DEACTIVATE_MASTER_IP")
{
    /// <summary>Taking it down once more does no harm.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken) =>
        await keeper.DeactivateAsync(cancellationToken) is { } problem ? throw Refusal.Failed($"Could not deactivate the master IP: {problem}") : OpcodeOutcome.None;
}
