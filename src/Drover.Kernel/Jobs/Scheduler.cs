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
internal static partial class Scheduler
{
    /// <summary>Opcodes that one batch starts at most; more go into the next batch.</summary>
    private const int StartsPerBatch = 512;

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

    private static void Start(Decision d, long id, int index, Operation operation, LockSet granted)
    {
        d.Emit(new OpcodeStarted(id, index, granted.IsEmpty ? null : granted));
        d.Touch(id);
        if (operation is StateOperation immediate)
            DecideNow(d, id, index, immediate);
        else if (PrerequisitesHold(d, id, index, operation))
            d.After(new RunOpcode(id, index, Resumed: false));
    }

    private static bool PrerequisitesHold(Decision d, long id, int index, Operation operation)
    {
        var job = d.State.Unfinished(id)!;
        try
        {
            using var scope = new OpcodeScope(d.State, id, index, job.Owner, job.Ops[index].Input, d.Now);
            operation.CheckPrerequisites(scope);
            return true;
        }
        catch (OperationException refusal)
        {
            End(d, id, index, JobStatus.Error, refusal.ToResult());
            return false;
        }
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
}
