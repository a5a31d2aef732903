using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Lets an admin give up on an operation that has not returned after a kill: its locks become free.</summary>
public sealed class BreakAbandonedLocks(long id) : Command<bool>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) =>
        [Permission.ToJob(AccessAction.Administer, id, state)];

    /// <inheritdoc/>
    protected internal override bool Decide(Decision decision)
    {
        if (!decision.State.Locks.IsAbandoned(id))
            return false;
        decision.Emit(new AbandonedLocksFreed(id));
        return true;
    }
}
