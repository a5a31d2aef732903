using Drover.Kernel.Commands;

namespace Drover.Kernel.Jobs;

/// <summary>Makes the queue refuse new jobs, or take them again.</summary>
public sealed class SetDrainFlag(bool drained) : Command<bool>
{
    /// <inheritdoc/>
    protected internal override bool Decide(Decision decision)
    {
        var queue = decision.State.QueueState;
        if (queue.Drained != drained)
            decision.Store(QueueState.Kind, QueueState.Key, queue with { Drained = drained });
        return true;
    }
}

/// <summary>Tells the watcher to rest until a moment (a JSON number of Unix seconds), or to go on (null).</summary>
public sealed class SetWatcherPause(RawJson until) : Command<RawJson>
{
    /// <inheritdoc/>
    protected internal override RawJson Decide(Decision decision)
    {
        var value = until == RawJson.Null ? default : until;
        decision.Store(QueueState.Kind, QueueState.Key, decision.State.QueueState with { WatcherPause = value });
        return until;
    }
}

/// <summary>Creates a job filter, or replaces the one with that uuid.</summary>
public sealed class ReplaceJobFilter(string? uuid, int priority, RawJson predicates, RawJson action, Func<Timestamp, RawJson> reasonTrail)
    : Command<string>
{
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
        Scheduler.ReofferHeld(decision);
        return id;
    }
}

/// <summary>Removes a job filter. Answers whether there was one.</summary>
public sealed class DeleteJobFilter(string uuid) : Command<bool>
{
    /// <inheritdoc/>
    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Objects.Find(JobFilter.Kind, uuid) is null)
            return false;
        decision.Remove(JobFilter.Kind, uuid);
        Scheduler.ReofferHeld(decision);
        return true;
    }
}

/// <summary>Forgets idempotency tokens that are older than their lifetime.</summary>
internal sealed class ExpireTokens : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        decision.Write(new Journal.TokenExpiry(decision.Now + -decision.Model.Options.TokenLifetime));
        return true;
    }
}
