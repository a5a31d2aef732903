using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs.Filters;
using Drover.Kernel.Locks;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Moves jobs on within a turn of the writer: out of the queue, to their locks, into running, to their end.
/// Nothing polls: every call follows an event of the same batch.</summary>
internal static class Scheduler
{
    /// <summary>Opcodes that one batch starts at most; more go into the next batch.</summary>
    private const int StartsPerBatch = 512;

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

    /// <summary>Does all that can be done now.</summary>
    public static void Advance(Decision d)
    {
        var budget = StartsPerBatch;
        int before;
        do
        {
            before = budget;
            LeaveQueue(d, ref budget);
            Grant(d, ref budget);
        }
        while (budget != before && budget > 0);
        d.MoreToDo = budget <= 0;
    }

    /// <summary>Ends an opcode, and goes on with the next one or ends the job.</summary>
    public static void End(Decision d, long id, int opcode, JobStatus status, RawJson result)
    {
        d.Emit(new OpcodeEnded(id, opcode, status, result, status switch
        {
            JobStatus.Canceled => OpcodeResults.Canceled,
            JobStatus.Error => OpcodeResults.PrecedingFailed,
            _ => default,
        }));
        d.Touch(id);
        ReleaseLocks(d, id);
        if (d.State.Unfinished(id) is { } job)
            Begin(d, job);
        else
            Close(d, id);
    }

    /// <summary>Cancels all that is left of a job which is not running.</summary>
    public static void Cancel(Decision d, Job job, RawJson result)
    {
        d.Emit(new JobCanceled(job.Id, result));
        d.Touch(job.Id);
        ReleaseLocks(d, job.Id);
        RemoveFromQueue(d, job);
        Close(d, job.Id);
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

    /// <summary>A prepared opcode asks for its locks.</summary>
    public static void AskForLocks(Decision d, Job job)
    {
        var index = job.Current;
        var op = job.Ops[index];
        var operation = d.Model.Operation(op.OpId)!;
        try
        {
            var set = ComputeLocks(d, job, index, operation);
            d.State = d.State with
            {
                Locks = d.State.Locks.Request(new LockRequest(job.Id, set, op.Priority, op.Started ?? d.Now, operation.Pool)),
            };
        }
        catch (OperationException refusal)
        {
            End(d, job.Id, index, JobStatus.Error, refusal.ToResult());
        }
    }

    /// <summary>Counts a job that a crash interrupted while it ran, with its locks, before anything else is granted.</summary>
    public static void Resume(Decision d, Job job, IReadOnlyDictionary<long, JobStatus> departed)
    {
        var op = job.Ops[job.Current];
        var operation = d.Model.Operation(op.OpId)!;
        d.State = d.State with
        {
            Locks = d.State.Locks.Restore(job.Id, op.Locks ?? LockSet.Empty, operation.Pool),
            Queue = WithDependencies(d.State, job, departed)
                .Track(job.Id, new TrackedJob(operation.Pool, JobFilters.AdHocLimits(job))),
        };
        d.After(new RunOpcode(job.Id, job.Current, Resumed: true));
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

    private static void Grant(Decision d, ref int budget)
    {
        ApplyPoolLimits(d);
        while (budget > 0 && d.State.Locks.NextGrantable is { } request)
        {
            var job = d.State.Unfinished(request.Owner)!;
            var index = job.Current;
            var operation = d.Model.Operation(job.Ops[index].OpId)!;
            LockSet wanted;
            try
            {
                wanted = ComputeLocks(d, job, index, operation);
            }
            catch (OperationException refusal)
            {
                End(d, job.Id, index, JobStatus.Error, refusal.ToResult());
                continue;
            }
            if (!wanted.Equals(request.Set))
            {
                d.State = d.State with { Locks = d.State.Locks.Replace(job.Id, wanted) };
                continue;
            }
            budget--;
            var locks = d.State.Locks.Grant(job.Id, out var granted);
            d.State = d.State with { Locks = locks };
            Start(d, job.Id, index, operation, granted);
        }
    }

    private static void ApplyPoolLimits(Decision d)
    {
        foreach (var pool in d.State.Queue.TrackedByPool.Keys)
        {
            var running = d.Model.Limits(pool, d.State).Running;
            if (d.State.Locks.Pool(pool)?.Capacity != running)
                d.State = d.State with { Locks = d.State.Locks.SetCapacity(pool, running) };
        }
    }

    private static void Start(Decision d, long id, int index, Operation operation, LockSet granted)
    {
        d.Emit(new OpcodeStarted(id, index, granted.IsEmpty ? null : granted));
        d.Touch(id);
        if (operation is StateOperation immediate)
            DecideNow(d, id, index, immediate);
        else
            d.After(new RunOpcode(id, index, Resumed: false));
    }

    private static void DecideNow(Decision d, long id, int index, StateOperation operation)
    {
        var job = d.State.Unfinished(id)!;
        var mark = d.Mark();
        var caller = d.Caller;
        d.Caller = Caller.Job(id, job.Owner);
        try
        {
            using var scope = new OpcodeScope(d.State, id, index, job.Owner, job.Ops[index].Input, d.Now);
            operation.CheckPrerequisites(scope);
            if (scope.DryRun)
            {
                JobLogs.Append(d, id, index, "message",
                    RawJson.String(" - INFO: dry-run mode requested, not actually executing the operation"));
                End(d, id, index, JobStatus.Success, RawJson.Null);
                return;
            }
            var outcome = operation.Decide(scope, d);
            var result = JobSubmission.SubmitFollowUps(d, id, job, outcome);
            End(d, id, index, JobStatus.Success, result);
        }
        catch (OperationException refusal)
        {
            d.RollBack(mark);
            End(d, id, index, JobStatus.Error, refusal.ToResult());
        }
        catch (Exception surprise) when (surprise is not OutOfMemoryException)
        {
            d.RollBack(mark);
            End(d, id, index, JobStatus.Error, OpcodeResults.ExecutionError(surprise.Message));
        }
        finally
        {
            d.Caller = caller;
        }
    }

    /// <summary>Begins the first opcode that is not final: dependencies, the step before locking, then locks.</summary>
    private static void Begin(Decision d, Job job)
    {
        var index = job.Current;
        if (job.CancelRequested is not null)
        {
            Cancel(d, job, OpcodeResults.Canceled);
            return;
        }
        d.Emit(new OpcodeWaiting(job.Id, index));
        d.Touch(job.Id);
        job = d.State.Unfinished(job.Id)!;
        if (d.Model.Operation(job.Ops[index].OpId) is not { } operation)
        {
            End(d, job.Id, index, JobStatus.Error, OpcodeResults.ExecutionError(
                $"This version of Drover does not run {job.Ops[index].OpId}; another version accepted it"));
            return;
        }
        if (!DependenciesHold(d, job, index))
            return;
        if (operation.Prepares)
        {
            d.State = d.State with { Queue = d.State.Queue with { Preparing = d.State.Queue.Preparing.Add(job.Id) } };
            d.After(new PrepareOpcode(job.Id, index));
        }
        else
        {
            AskForLocks(d, job);
        }
    }

    private static bool DependenciesHold(Decision d, Job job, int index)
    {
        var resolved = d.State.Queue.Resolved.GetValueOrDefault(job.Id);
        foreach (var dependency in job.Ops[index].Depends)
        {
            if (dependency.JobId == job.Id)
                return Refuse("Job can't depend on itself");
            if (resolved is null || !resolved.TryGetValue(dependency.JobId, out var status))
                return Refuse($"Dependency error: Job {dependency.JobId} not found");
            if (dependency.Accepts(status))
                continue;
            if (status != JobStatus.Canceled)
            {
                var wanted = string.Join(", ", dependency.Statuses.Select(s => s.Name()));
                return Refuse($"Dependency job {dependency.JobId} finished with status '{status.Name()}', not one of '{wanted}' as required");
            }
            Cancel(d, job, RawJson.String($"Dependency job {dependency.JobId} was cancelled"));
            return false;
        }
        return true;

        bool Refuse(string text)
        {
            End(d, job.Id, index, JobStatus.Error, OpcodeResults.ExecutionError(text));
            return false;
        }
    }

    /// <summary>After the last opcode: frees what the job used up, and tells those who wait for it.</summary>
    private static void Close(Decision d, long id)
    {
        var queue = d.State.Queue;
        var charged = queue.Tracked.TryGetValue(id, out var tracked) && !tracked.Charges.IsEmpty;
        var status = d.State.Jobs[id].Status;
        var dependents = queue.Dependents.GetValueOrDefault(id, []);
        queue = queue.Untrack(id) with { Unfinished = queue.Unfinished - 1 };
        queue = queue with { Dependents = queue.Dependents.Remove(id), Resolved = queue.Resolved.Remove(id) };
        foreach (var dependent in dependents)
            queue = queue.WithResolved(dependent, id, status);
        d.State = d.State with { Queue = queue, LogSerials = d.State.LogSerials.Remove(id) };
        foreach (var dependent in dependents)
            if (d.State.Unfinished(dependent) is { Status: JobStatus.Queued } job)
                OfferIfReady(d, job);
        if (charged)
            ReofferHeld(d);
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

    private static void ReleaseLocks(Decision d, long id)
    {
        var locks = d.State.Locks;
        if (locks.IsWaiting(id))
            d.State = d.State with { Locks = locks.Cancel(id) };
        else if (locks.Owned(id) is not null && !locks.IsAbandoned(id))
            d.State = d.State with { Locks = locks.Release(id) };
    }

    private static LockSet ComputeLocks(Decision d, Job job, int index, Operation operation)
    {
        using var scope = new OpcodeScope(d.State, job.Id, index, job.Owner, job.Ops[index].Input, d.Now);
        return operation.Locks(scope);
    }

    private static string PoolOf(Decision d, Job job) =>
        job.Current is var index and >= 0 && d.Model.Operation(job.Ops[index].OpId) is { } operation ? operation.Pool : "cluster";
}
