using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;
using Drover.Locks;

namespace Drover.Kernel.Jobs;

internal static partial class Scheduler
{
    /// <summary>How often the locks of an opcode may be others when they are computed again before it ends as an error.</summary>
    private const int MostReconsiderations = 16;

    /// <summary>A prepared opcode asks for its locks.</summary>
    public static void AskForLocks(Decision d, Job job)
    {
        var index = job.Current;
        d.Emit(new OpcodePrepared(job.Id, index, OrNone(ComputeLocks(d, job, index, d.Model.Operation(job.Ops[index].OpId)!))));
    }

    /// <summary>Computes the locks of a waiting job again.</summary>
    public static void Reconsider(Decision d, long id)
    {
        if (d.State.Locks.Waiting(id) is not { } request || d.State.Unfinished(id) is not { } job)
            return;
        var mark = d.Mark();
        try
        {
            var wanted = ComputeLocks(d, job, job.Current, d.Model.Operation(job.Ops[job.Current].OpId)!);
            if (!wanted.Equals(request.Set))
                d.Emit(new LocksReconsidered(id, job.Current, OrNone(wanted), Anew: true));
        }
        catch (Exception e)
        {
            d.RollBack(mark);
            Fail(d, id, "locks", e);
        }
    }

    private static void Grant(Decision d, ref int budget)
    {
        ApplyPoolLimits(d);
        while (budget > 0 && d.State.Locks.NextGrantable is { } request)
        {
            budget--;
            var mark = d.Mark();
            try
            {
                Start(d, request);
            }
            catch (Exception e)
            {
                d.RollBack(mark);
                Fail(d, request.Owner, "locks", e);
            }
        }
    }

    private static void Start(Decision d, LockRequest request)
    {
        var job = d.State.Unfinished(request.Owner)!;
        var index = job.Current;
        var operation = d.Model.Operation(job.Ops[index].OpId)!;
        var wanted = ComputeLocks(d, job, index, operation);
        if (!wanted.Equals(request.Set))
        {
            if (d.State.Queue.Reconsidered.GetValueOrDefault(job.Id) >= MostReconsiderations)
                throw new DroverException("LOCKS_UNSTABLE",
                    $"{job.Ops[index].OpId} asked for other locks each of {MostReconsiderations} times that it could have had them; what it acts on changes too quickly, or the operation is at fault.");
            d.Emit(new LocksReconsidered(job.Id, index, OrNone(wanted)));
            return;
        }
        d.Emit(new OpcodeStarted(job.Id, index, OrNone(d.State.Locks.Choose(job.Id))));
        d.Touch(job.Id);
        if (operation is ITurnOperation follower)
            follower.Started(d.ScopeOf(d.State.Unfinished(job.Id)!, index, "start"), d.State.Locks.Owned(job.Id) ?? LockSet.Empty, d);
        if (operation is StateOperation immediate)
            DecideNow(d, job.Id, index, immediate);
        else if (PrerequisitesHold(d, job.Id, index, operation))
            d.EnqueueEffect(new RunOpcode(job.Id, index, Resumed: false));
    }

    private static bool PrerequisitesHold(Decision d, long id, int index, Operation operation)
    {
        try
        {
            operation.CheckPrerequisites(d.ScopeOf(d.State.Unfinished(id)!, index, "prerequisites"));
            return true;
        }
        catch (Exception e)
        {
            Fail(d, id, "prerequisites", e);
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
            var scope = d.ScopeOf(job, index, "decision");
            operation.CheckPrerequisites(scope);
            if (scope.DryRun)
            {
                JobLogs.Append(d, id, index, "message",
                    RawJson.String(Operation.TrialNote));
                End(d, id, index, JobStatus.Success, RawJson.Null);
                return;
            }
            var outcome = operation.Decide(scope, d);
            End(d, id, index, JobStatus.Success, JobSubmission.SubmitFollowUps(d, job, outcome));
        }
        catch (Exception e)
        {
            d.RollBack(mark);
            Fail(d, id, "decision", e);
        }
        finally
        {
            d.Caller = caller;
        }
    }

    private static void ApplyPoolLimits(Decision d)
    {
        foreach (var pool in d.State.Queue.TrackedByPool.Keys)
        {
            var running = LimitsOf(d, pool).Running;
            if (d.State.Locks.Pool(pool)?.Capacity != running)
                d.Emit(new PoolLimited(pool, running));
        }
    }

    /// <summary>The limits of a concurrency class. Where they cannot be read as many jobs may run as before.</summary>
    private static PoolLimits LimitsOf(Decision d, string pool)
    {
        try
        {
            var limits = d.Model.Limits(pool, d.State);
            return limits is { Running: >= 0, Tracked: >= 0 }
                ? limits
                : throw new DroverException("POOL_LIMITS", $"The limits {limits} of the class '{pool}' are negative.");
        }
        catch (Exception e)
        {
            d.Faults.Add(new DomainFault($"class {pool}", "limits", e));
            var before = d.State.Locks.Pool(pool)?.Capacity ?? int.MaxValue;
            return new PoolLimits(before, before);
        }
    }

    private static LockSet ComputeLocks(Decision d, Job job, int index, Operation operation) =>
        operation.Locks(d.ScopeOf(job, index, "locks"))
            ?? throw new InvalidOperationException($"The operation of {job.Ops[index].OpId} names no lock set; one without locks names the empty set.");

    private static LockSet? OrNone(LockSet set) => set.IsEmpty ? null : set;
}
