using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Locks;

namespace Drover.Kernel.State;

/// <summary>The volatile half of <see cref="Applier"/>: who may leave the queue, who holds and wants which lock. It is in no row; a start
/// makes it anew from the jobs, and from then on it follows from the events like the rest.</summary>
internal static class QueueReducer
{
    /// <param name="before">The state before the happening.</param>
    /// <param name="after">The state whose jobs and objects have it already.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="time">When.</param>
    public static KernelState Apply(KernelState before, KernelState after, Event happening, Timestamp time) => happening switch
    {
        JobSubmitted e => Submitted(after, e),
        OpcodeWaiting e => Waiting(before, after, e, time),
        OpcodePrepared e => Ask(after with { Queue = after.Queue.WithoutPreparing(e.Id) }, e.Id, e.Wants, time),
        LocksReconsidered e => after with
        {
            Locks = after.Locks.Replace(e.Id, e.Wants ?? LockSet.Empty),
            Queue = e.Anew ? after.Queue : after.Queue.WithReconsidered(e.Id),
        },
        OpcodeStarted e => after with { Locks = Granted(after.Locks, e), Queue = after.Queue.WithoutReconsidered(e.Id) },
        LocksNarrowed e => after with { Locks = after.Locks.Narrow(e.Id, e.Rest ?? LockSet.Empty) },
        LocksAbandoned e => after with { Locks = after.Locks.Abandon(e.Id) },
        AbandonedLocksFreed e => after with { Locks = after.Locks.BreakAbandoned(e.Id) },
        OpcodeEnded e => Left(before, after, e.Id),
        JobCanceled e => Left(before, after, e.Id),
        JobHeld e => after with { Queue = after.Queue.WithHeld(Find(after, e.Id), new HeldJob(e.Reason, e.Charge)) },
        JobReleased e => after with { Queue = after.Queue.WithoutHeld(e.Id).WithReady(Find(after, e.Id)) },
        JobPriorityChanged e => Reprioritised(before, after, e.Id),
        LockClosed e => after with { Locks = after.Locks.Close(e.Level, e.Name, e.Reason) },
        LockOpened e => after with { Locks = after.Locks.Open(e.Level, e.Name) },
        PoolLimited e => after with { Locks = after.Locks.SetCapacity(e.Pool, e.Running) },
        JobsRecovered e => Recovered(after, e),
        _ => after,
    };

    private static KernelState Submitted(KernelState state, JobSubmitted e) =>
        state.Unfinished(e.Id) is { } job ? Enqueue(state, job, e.Departed.OrEmpty().ToDictionary(d => d.Id, d => d.Status)) : state;

    private static KernelState Enqueue(KernelState state, Job job, IReadOnlyDictionary<long, JobStatus> departed)
    {
        var queue = state.Queue.WithJob(job, dependency => EndOf(state, dependency, departed));
        return state with { Queue = queue.OpenDependencies.ContainsKey(job.Id) ? queue : queue.WithReady(job) };
    }

    /// <summary>How a job stands that another depends on: unfinished, ended in a state, or not known.</summary>
    private static (bool IsOpen, JobStatus? Ended) EndOf(KernelState state, long id, IReadOnlyDictionary<long, JobStatus> departed) =>
        state.Jobs.GetValueOrDefault(id) switch
        {
            Job => (true, null),
            FinishedJob finished => (false, finished.Status),
            _ => (false, departed.TryGetValue(id, out var status) ? status : null),
        };

    private static KernelState Waiting(KernelState before, KernelState after, OpcodeWaiting e, Timestamp time)
    {
        var queue = after.Queue;
        if (!queue.Tracked.ContainsKey(e.Id))
        {
            var queued = Find(before, e.Id);
            queue = queue.WithoutQueued(queued).Track(e.Id, new TrackedJob(queued.Pool, e.Charges.OrEmpty()));
        }
        return e.Prepares
            ? after with { Queue = queue with { Preparing = queue.Preparing.Add(e.Id) } }
            : Ask(after with { Queue = queue }, e.Id, e.Wants, time);
    }

    private static KernelState Ask(KernelState state, long id, LockSet? wants, Timestamp time)
    {
        var job = Find(state, id);
        var op = job.Ops[job.Current];
        return state with
        {
            Locks = state.Locks.Request(new LockRequest(id, wants ?? LockSet.Empty, op.Priority, op.Started ?? time, op.Pool ?? QueueIndex.UsualPool)),
        };
    }

    private static LockTable Granted(LockTable locks, OpcodeStarted e)
    {
        var granted = e.Locks ?? LockSet.Empty;
        // Journals of the first format do not tell what a waiting opcode wants.
        return locks.Waiting(e.Id) is { Set.IsEmpty: true } request && !granted.IsEmpty
            ? locks.Cancel(e.Id).Restore(e.Id, granted, request.Pool)
            : locks.Grant(e.Id, granted);
    }

    private static KernelState Left(KernelState before, KernelState after, long id)
    {
        var locks = after.Locks;
        if (locks.IsWaiting(id))
            locks = locks.Cancel(id);
        else if (locks.Owned(id) is not null && !locks.IsAbandoned(id))
            locks = locks.Release(id);
        after = after with { Locks = locks };
        if (after.Unfinished(id) is not null)
            return after;

        var gone = Find(before, id);
        var queue = after.Queue.WithoutQueued(gone).WithoutJob(gone, after.Jobs[id].Status, out var dependents);
        foreach (var dependent in dependents)
            if (!queue.OpenDependencies.ContainsKey(dependent) && after.Unfinished(dependent) is { Status: JobStatus.Queued } job)
                queue = queue.WithReady(job);
        return after with { Queue = queue, LogSerials = after.LogSerials.Remove(id) };
    }

    private static KernelState Reprioritised(KernelState before, KernelState after, long id)
    {
        var (old, job) = (Find(before, id), Find(after, id));
        if (after.Queue.IsReady(old))
            after = after with { Queue = after.Queue.WithoutReady(old).WithReady(job) };
        return after.Locks.IsWaiting(id)
            ? after with { Locks = after.Locks.ChangePriority(id, job.Ops[job.Current].Priority) }
            : after;
    }

    /// <summary>Locks of running jobs are granted before any other job is looked at.</summary>
    private static KernelState Recovered(KernelState state, JobsRecovered e)
    {
        var departed = e.Departed.OrEmpty().ToDictionary(d => d.Id, d => d.Status);
        var charges = e.Resumed.OrEmpty().ToDictionary(r => r.Id, r => r.Charges);
        state = state with
        {
            Locks = e.Closed.OrEmpty().Aggregate(new LockTable(state.Locks.Levels, state.Locks.AgeingStep), (locks, closed) => locks.Close(closed.Level, closed.Name, closed.Reason)),
            Queue = QueueIndex.Empty,
            LogSerials = state.LogSerials.RemoveRange(state.LogSerials.Keys.Where(id => state.Unfinished(id) is null)),
        };
        foreach (var job in state.Jobs.Values.OfType<Job>())
        {
            if (job.Status == JobStatus.Queued)
            {
                state = Enqueue(state, job, departed);
                continue;
            }
            var op = job.Ops[job.Current];
            var pool = op.Pool ?? QueueIndex.UsualPool;
            state = state with
            {
                Locks = state.Locks.Restore(job.Id, op.Locks ?? LockSet.Empty, pool),
                Queue = state.Queue.WithJob(job, dependency => EndOf(state, dependency, departed))
                    .Track(job.Id, new TrackedJob(pool, charges.GetValueOrDefault(job.Id, []))),
            };
        }
        return state;
    }

    private static Job Find(KernelState state, long id) =>
        state.Unfinished(id) ?? throw new InvalidOperationException($"Job {id} is not among the unfinished jobs.");
}
