using Drover.Kernel.Commands;
using Drover.Kernel.Locks;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

internal static partial class Scheduler
{
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
            var granted = d.State.Locks.Choose(job.Id);
            d.State = d.State with { Locks = d.State.Locks.Grant(job.Id, granted) };
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
}
