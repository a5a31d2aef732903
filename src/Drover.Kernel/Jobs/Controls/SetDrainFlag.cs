using Drover.Kernel.Commands;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Makes the queue refuse new jobs, or take them again.</summary>
public sealed class SetDrainFlag(bool drained) : Command<bool>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) => [new(AccessAction.Control, Protected.Queue)];

    /// <inheritdoc/>
    protected internal override bool Decide(Decision decision)
    {
        var queue = decision.State.QueueState;
        if (queue.Drained != drained)
            decision.Store(QueueState.Kind, QueueState.Key, queue with { Drained = drained });
        return true;
    }
}
