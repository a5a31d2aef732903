using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Locks;

namespace Drover.Kernel.Jobs;

/// <summary>A running operation gives up locks early, or makes them shared.</summary>
internal sealed class GiveUpLocks(long id, IReadOnlyList<LockName> locks, bool downgrade) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        var table = decision.State.Locks;
        // One that was killed has ended, and keeps its locks until its operation returns.
        if (table.Owned(id) is null || decision.State.Unfinished(id) is not { } job)
            return false;
        var rest = (downgrade ? table.Downgrade(id, locks) : table.Release(id, locks)).Owned(id)!;
        decision.Emit(new LocksNarrowed(id, job.Current, rest.IsEmpty ? null : rest));
        return true;
    }
}
