using Drover.Kernel.Commands;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Creates a job filter, or replaces the one with that uuid.</summary>
public sealed class ReplaceJobFilter(string? uuid, int priority, RawJson predicates, RawJson action, Func<Timestamp, RawJson> reasonTrail)
    : Command<string>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) => [new(AccessAction.Control, Protected.Filter, uuid)];

    /// <inheritdoc/>
    protected internal override string Decide(Decision decision)
    {
        Filters.JobFilterRule.Parse(predicates, action);
        if (priority < 0)
            throw new DroverException("FILTER_PRIORITY", $"The filter's priority {priority} is negative; give 0 or more.");
        var id = uuid ?? decision.Ids.NewUuid();
        decision.Store(JobFilter.Kind, id, new JobFilter
        {
            Uuid = id,
            Watermark = decision.State.QueueState.LastJobId,
            Priority = priority,
            Predicates = predicates,
            Action = action,
            ReasonTrail = reasonTrail(decision.Now),
        });
        Scheduler.OfferHeld(decision);
        return id;
    }
}
