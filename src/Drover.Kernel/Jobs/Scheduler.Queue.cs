using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs.Filters;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

internal static partial class Scheduler
{
    /// <summary>Puts all jobs that are held back before the filters again.</summary>
    public static void OfferHeld(Decision d) => OfferHeld(d, _ => true);

    private static void LeaveQueue(Decision d, ref int budget)
    {
        if (d.State.Queue.Ready.IsEmpty)
            return;
        foreach (var pool in d.State.Queue.Ready.Keys)
        {
            var tracked = LimitsOf(d, pool).Tracked;
            while (budget > 0
                && d.State.Queue.Ready.TryGetValue(pool, out var ready)
                && d.State.Queue.TrackedByPool.GetValueOrDefault(pool) < tracked)
            {
                budget--;
                var id = ready.Min.Id;
                var mark = d.Mark();
                try
                {
                    Leave(d, d.State.Unfinished(id)!);
                }
                catch (Exception e)
                {
                    d.RollBack(mark);
                    Fail(d, id, "way out of the queue", e);
                }
            }
        }
    }

    private static void Leave(Decision d, Job job)
    {
        var verdict = JobFilters.Judge(d.State, job, d.State.Queue.ChargeCounts);
        switch (verdict.Action)
        {
            case FilterAction.Accept:
                Begin(d, job, verdict.Charges);
                break;
            case FilterAction.Hold:
                d.Emit(new JobHeld(job.Id, verdict.Reason, verdict.UsedUp));
                break;
            default:
                Cancel(d, job, RawJson.String(verdict.Reason));
                break;
        }
    }

    /// <summary>A job has ended that used up rate limits: others may go now.</summary>
    private static void OfferFreed(Decision d, ImmutableArray<string> charges)
    {
        if (!charges.IsEmpty && !d.State.Queue.Held.IsEmpty)
            OfferHeld(d, held => held.Charge is { } charge && charges.Contains(charge));
    }

    private static void OfferHeld(Decision d, Func<HeldJob, bool> isAffected)
    {
        // Those that are released here count, so that no more are released than have room.
        var counts = d.State.Queue.ChargeCounts;
        foreach (var (id, held) in d.State.Queue.Held)
        {
            if (!isAffected(held) || !d.State.Queue.Held.ContainsKey(id) || d.State.Unfinished(id) is not { } job)
                continue;
            var mark = d.Mark();
            try
            {
                var verdict = JobFilters.Judge(d.State, job, counts);
                if (verdict.Action == FilterAction.Accept)
                {
                    foreach (var charge in verdict.Charges)
                        counts = counts.SetItem(charge, counts.GetValueOrDefault(charge) + 1);
                    d.Emit(new JobReleased(id));
                }
                else if (verdict.Action != FilterAction.Hold)
                {
                    Cancel(d, job, RawJson.String(verdict.Reason));
                }
                else if (verdict.Reason != held.Reason)
                {
                    d.Emit(new JobHeld(id, verdict.Reason, verdict.UsedUp));
                }
            }
            catch (Exception e)
            {
                d.RollBack(mark);
                Fail(d, id, "job filters", e);
            }
        }
    }
}
