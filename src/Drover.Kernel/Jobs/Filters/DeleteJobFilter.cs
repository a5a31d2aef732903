using Drover.Kernel.Commands;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Removes a job filter. Answers whether there was one.</summary>
public sealed class DeleteJobFilter(string uuid) : Command<bool>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) => [new(AccessAction.Control, Protected.Filter, uuid)];

    /// <inheritdoc/>
    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Objects.Find(JobFilter.Kind, uuid) is null)
            return false;
        decision.Remove(JobFilter.Kind, uuid);
        Scheduler.OfferHeld(decision);
        return true;
    }
}
