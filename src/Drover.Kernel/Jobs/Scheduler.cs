using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>Moves jobs on within a turn of the writer: out of the queue, to their locks, into running, to their end. It decides; what
/// changes by that is <see cref="State.Applier"/>'s. Nothing polls: every call follows an event of the same batch. Whatever code of a domain
/// throws costs the job that it was called for, and nothing else.</summary>
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
        var charges = ChargesOf(d, id);
        var before = d.State.Unfinished(id)!;
        d.Emit(new OpcodeEnded(id, opcode, status, result, status switch
        {
            JobStatus.Canceled => OpcodeResults.Canceled,
            JobStatus.Error => OpcodeResults.PrecedingFailed,
            _ => default,
        }));
        d.Touch(id);
        TellEnds(d, before, opcode, status == JobStatus.Success ? opcode : before.Ops.Length - 1, status);
        if (d.State.Unfinished(id) is { } job)
            Begin(d, job, []);
        else
            OfferFreed(d, charges);
    }

    /// <summary>Cancels all that is left of a job which is not running.</summary>
    public static void Cancel(Decision d, Job job, RawJson result)
    {
        var charges = ChargesOf(d, job.Id);
        d.Emit(new JobCanceled(job.Id, result));
        d.Touch(job.Id);
        TellEnds(d, job, 0, job.Ops.Length - 1, JobStatus.Canceled);
        OfferFreed(d, charges);
    }

    /// <summary>Tells the operations of opcodes that take part in the turns that these have ended: those that were not final before.</summary>
    /// <param name="before">The job as it was.</param>
    public static void TellEnds(Decision d, Job before, int first, int last, JobStatus status)
    {
        for (var index = first; index <= last; index++)
        {
            if (before.Ops[index].Status.IsFinal() || d.Model.Operation(before.Ops[index].OpId) is not ITurnOperation follower)
                continue;
            var mark = d.Mark();
            try
            {
                follower.Ended(d.ScopeOf(before, index, "end"), status, d);
            }
            catch (Exception e)
            {
                d.RollBack(mark);
                d.Faults.Add(new DomainFault($"job {before.Id}", "end", e));
            }
        }
    }

    /// <summary>Begins the first opcode that is not final: dependencies, the step before locking, then locks.</summary>
    /// <param name="charges">Rate limits that the job uses up from now on, when it leaves the queue.</param>
    private static void Begin(Decision d, Job job, ImmutableArray<string> charges)
    {
        if (job.CancelRequested is not null)
        {
            Cancel(d, job, OpcodeResults.Canceled);
            return;
        }
        d.Touch(job.Id);
        var index = job.Current;
        var mark = d.Mark();
        try
        {
            var operation = d.Model.Operation(job.Ops[index].OpId)
                ?? throw new OperationException("OpExecError", $"This version of Drover does not run {job.Ops[index].OpId}; another version accepted it");
            if (!DependenciesHold(d, job, index, charges))
                return;
            ReplaceOlder(d, job, index);
            d.Emit(new OpcodeWaiting(
                job.Id, index, operation.Prepares ? null : OrNone(ComputeLocks(d, job, index, operation)), operation.Prepares, charges.OrNone()));
            if (operation.Prepares)
                d.EnqueueEffect(new PrepareOpcode(job.Id, index));
        }
        catch (Exception e)
        {
            d.RollBack(mark);
            Note(d, job.Id, "step before its locks", e);
            d.Emit(new OpcodeWaiting(job.Id, index, Charges: charges.OrNone()));
            End(d, job.Id, index, JobStatus.Error, OpcodeResults.From(e));
        }
    }

    private static bool DependenciesHold(Decision d, Job job, int index, ImmutableArray<string> charges)
    {
        foreach (var dependency in job.Ops[index].Depends)
        {
            if (DependencyCheck.Problem(d.State, job.Id, dependency) is not { } problem)
                continue;
            if (d.State.Queue.Ends.GetValueOrDefault(dependency.JobId)?.Status != JobStatus.Canceled)
                throw new OperationException("OpExecError", problem);
            d.Emit(new OpcodeWaiting(job.Id, index, Charges: charges.OrNone()));
            Cancel(d, d.State.Unfinished(job.Id)!, RawJson.String(problem));
            return false;
        }
        return true;
    }

    /// <summary>Cancels the older jobs of the same slot: a newer wish makes them void.</summary>
    private static void ReplaceOlder(Decision d, Job job, int index)
    {
        if (job.Ops[index].Slot is not { } slot)
            return;
        foreach (var older in d.State.Queue.Slots.GetValueOrDefault(slot, []))
            if (older < job.Id && d.State.Unfinished(older) is { } other && other.Ops.Any(op => op.Slot == slot && !op.Status.IsFinal()))
                d.Cancel(older, $"superseded by job {job.Id}");
    }

    /// <summary>The job cannot go on: it ends with what was thrown. The turn has been rolled back to before that.</summary>
    private static void Fail(Decision d, long id, string step, Exception e)
    {
        Note(d, id, step, e);
        if (d.State.Unfinished(id) is { } job)
            End(d, id, job.Current, JobStatus.Error, OpcodeResults.From(e));
    }

    /// <summary>Remembers for the log what no operation has foreseen.</summary>
    private static void Note(Decision d, long id, string step, Exception e)
    {
        if (e is not OperationException)
            d.Faults.Add(new DomainFault($"job {id}", step, e));
    }

    private static ImmutableArray<string> ChargesOf(Decision d, long id) => d.State.Queue.Tracked.TryGetValue(id, out var tracked) ? tracked.Charges : [];
}
