using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs.Filters;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

internal static partial class Scheduler
{
    /// <summary>Takes a queued job into the index. <paramref name="departed"/> answers for dependencies that are no longer listed.</summary>
    public static void Enqueue(Decision d, Job job, IReadOnlyDictionary<long, JobStatus> departed)
    {
        d.State = d.State with { Queue = WithDependencies(d.State, job, departed) };
        OfferIfReady(d, job);
    }

    private static QueueIndex WithDependencies(KernelState state, Job job, IReadOnlyDictionary<long, JobStatus> departed)
    {
        var queue = state.Queue with { Unfinished = state.Queue.Unfinished + 1 };
        foreach (var op in job.Ops)
        {
            if (op.Status.IsFinal())
                continue;
            foreach (var dependency in op.Depends)
            {
                // An id that was not given out when the job was submitted never names another job.
                if (dependency.JobId >= job.Id)
                    continue;
                switch (state.Jobs.GetValueOrDefault(dependency.JobId))
                {
                    case Job:
                        queue = queue.WithDependent(dependency.JobId, job.Id);
                        break;
                    case FinishedJob finished:
                        queue = queue.WithResolved(job.Id, dependency.JobId, finished.Status);
                        break;
                    default:
                        if (departed.TryGetValue(dependency.JobId, out var status))
                            queue = queue.WithResolved(job.Id, dependency.JobId, status);
                        break;
                }
            }
        }
        return queue;
    }

    /// <summary>Puts jobs that filters or rate limits held back before the filters again.</summary>
    public static void ReofferHeld(Decision d)
    {
        foreach (var id in d.State.Queue.Held.Keys)
        {
            d.State = d.State with { Queue = d.State.Queue with { Held = d.State.Queue.Held.Remove(id) } };
            if (d.State.Unfinished(id) is { } job)
                OfferIfReady(d, job);
        }
    }

    /// <summary>Moves a queued job to its place for another priority.</summary>
    public static void Reprioritise(Decision d, Job before, Job after)
    {
        var pool = PoolOf(d, before);
        var key = new QueuedKey(before.Priority, before.Id);
        if (d.State.Queue.Ready.GetValueOrDefault(pool, []).Contains(key))
            d.State = d.State with
            {
                Queue = d.State.Queue.WithoutReady(pool, key).WithReady(pool, new QueuedKey(after.Priority, after.Id)),
            };
        if (d.State.Locks.IsWaiting(after.Id))
            d.State = d.State with { Locks = d.State.Locks.ChangePriority(after.Id, after.Ops[after.Current].Priority) };
    }

    private static void LeaveQueue(Decision d, ref int budget)
    {
        var pools = d.State.Queue.Ready;
        if (pools.IsEmpty)
            return;
        foreach (var pool in pools.Keys)
        {
            var limits = d.Model.Limits(pool, d.State);
            while (budget > 0
                && d.State.Queue.Ready.TryGetValue(pool, out var ready)
                && d.State.Queue.TrackedByPool.GetValueOrDefault(pool) < limits.Tracked)
            {
                budget--;
                var key = ready.Min;
                d.State = d.State with { Queue = d.State.Queue.WithoutReady(pool, key) };
                var job = d.State.Unfinished(key.Id)!;
                var verdict = JobFilters.Judge(d.State, job);
                switch (verdict.Action)
                {
                    case FilterAction.Accept:
                        d.State = d.State with { Queue = d.State.Queue.Track(job.Id, new TrackedJob(pool, verdict.Charges)) };
                        Begin(d, job);
                        break;
                    case FilterAction.Hold:
                        d.State = d.State with
                        {
                            Queue = d.State.Queue with { Held = d.State.Queue.Held.SetItem(job.Id, new HeldJob(verdict.Reason)) },
                        };
                        break;
                    default:
                        Cancel(d, job, RawJson.String(verdict.Reason));
                        break;
                }
            }
        }
    }

    private static void OfferIfReady(Decision d, Job job)
    {
        foreach (var op in job.Ops)
            if (!op.Status.IsFinal())
                foreach (var dependency in op.Depends)
                    if (dependency.JobId < job.Id && d.State.Unfinished(dependency.JobId) is not null)
                        return;
        d.State = d.State with { Queue = d.State.Queue.WithReady(PoolOf(d, job), new QueuedKey(job.Priority, job.Id)) };
    }

    private static void RemoveFromQueue(Decision d, Job job)
    {
        var queue = d.State.Queue.WithoutReady(PoolOf(d, job), new QueuedKey(job.Priority, job.Id));
        d.State = d.State with { Queue = queue with { Held = queue.Held.Remove(job.Id) } };
    }

    private static string PoolOf(Decision d, Job job) =>
        job.Current is var index and >= 0 && d.Model.Operation(job.Ops[index].OpId) is { } operation ? operation.Pool : "cluster";
}
