using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Tables;

namespace Drover.Kernel.State;

/// <summary>The durable half of <see cref="Applier"/>: jobs and objects, which rows hold. Needs only those that the happening is about.</summary>
internal static class JobReducer
{
    /// <inheritdoc cref="Applier.Apply(KernelState, Event, Timestamp)"/>
    public static KernelState Apply(KernelState state, Event happening, Timestamp time) => happening switch
    {
        ObjectStored e => state with { Objects = state.Objects.With(e.Kind, e.Key, e.Value) },
        ObjectRemoved e => state with { Objects = state.Objects.Without(e.Kind, e.Key) },
        JobSubmitted e => Submitted(state, e, time),
        OpcodeWaiting e => Waiting(state, e, time),
        OpcodeStarted e => Change(state, e.Id, e.Opcode, JobStatus.Running, op => op with { Executed = time, Locks = e.Locks }),
        LocksNarrowed e => Put(state, Find(state, e.Id).Replace(e.Opcode, op => op with { Locks = e.Rest })),
        OpcodeProgressed e => Put(state, Find(state, e.Id).Replace(e.Opcode, op => op with { Progress = e.Progress })),
        OpcodeEnded e => Ended(state, e, time),
        JobCanceling e => Put(state, EachUnfinished(Find(state, e.Id), (op, i) => op with
        {
            Status = OpcodeTransitions.Check(e.Id, i, op.Status, JobStatus.Canceling),
        })),
        JobCanceled e => Put(state, Close(Find(state, e.Id), 0, JobStatus.Canceled, e.Result, time)),
        JobCancelRequested e => Put(state, Find(state, e.Id) with { CancelRequested = time }),
        JobPriorityChanged e => Put(state, EachUnfinished(Find(state, e.Id), (op, _) =>
            op.Status is JobStatus.Queued or JobStatus.Waiting ? op with { Priority = e.Priority } : op)),
        JobsArchived e => state with { Jobs = state.Jobs.RemoveRange(e.Ids) },
        JobsRecovered e => Recovered(state, e, time),
        JobIdsSkipped e => WithLastId(state, e.LastId),
        OpcodePrepared or LocksReconsidered or LocksAbandoned or AbandonedLocksFreed or JobHeld or JobReleased or PoolLimited or LockClosed or LockOpened => state,
        RowsWritten or RowsRemoved => state,
        _ => throw new InvalidOperationException($"There is no rule for {happening.GetType().Name}."),
    };

    private static KernelState Submitted(KernelState state, JobSubmitted e, Timestamp time)
    {
        var job = new Job
        {
            Id = e.Id,
            Owner = e.Owner,
            Received = time,
            Ended = e.Ops.IsEmpty ? time : null,
            Trace = e.Trace,
            Ops = [.. e.Ops.Select(op => new Opcode
            {
                OpId = op.OpId, Input = op.Input, Summary = op.Summary, Priority = op.Priority, Depends = op.Depends, Pool = op.Pool, Slot = op.Slot,
            })],
        };
        return Put(WithLastId(state, e.Id), job);
    }

    private static KernelState WithLastId(KernelState state, long id) =>
        id <= state.QueueState.LastJobId
            ? state
            : state with
            {
                Objects = state.Objects.With(QueueState.Kind.Name, QueueState.Key, state.QueueState with { LastJobId = id }),
            };

    private static KernelState Waiting(KernelState state, OpcodeWaiting e, Timestamp time)
    {
        var job = Find(state, e.Id);
        job = job.Replace(e.Opcode, op => op with
        {
            Status = OpcodeTransitions.Check(e.Id, e.Opcode, op.Status, JobStatus.Waiting),
            Result = default,
            Started = op.Started ?? time,
        });
        return Put(state, job with { Started = job.Started ?? time });
    }

    private static KernelState Ended(KernelState state, OpcodeEnded e, Timestamp time)
    {
        var job = Find(state, e.Id).Replace(e.Opcode, op => op with
        {
            Status = OpcodeTransitions.Check(e.Id, e.Opcode, op.Status, e.Status),
            Result = e.Result,
            Ended = time,
            Locks = null,
        });
        if (e.Status == JobStatus.Error)
            job = Close(job, e.Opcode + 1, JobStatus.Error, e.FollowUp, time);
        else if (e.Status == JobStatus.Canceled)
            job = Close(job, e.Opcode + 1, JobStatus.Canceled, e.FollowUp, time);
        return Put(state, job.Status.IsFinal() && job.Ended is null ? job with { Ended = time } : job);
    }

    private static KernelState Recovered(KernelState state, JobsRecovered e, Timestamp time)
    {
        foreach (var id in e.Requeued)
            state = Put(state, EachUnfinished(Find(state, id), (op, i) => op.Status == JobStatus.Queued ? op : op with
            {
                Status = OpcodeTransitions.Check(id, i, op.Status, JobStatus.Queued),
                Result = default,
                Executed = null,
                Locks = null,
            }));
        foreach (var id in e.Failed)
            state = Fail(state, id, e.Reason, e.FollowUp, time);
        foreach (var (id, reason) in e.Lost.OrEmpty())
            state = Fail(state, id, reason, e.FollowUp, time);
        foreach (var id in e.Canceled)
            state = Put(state, Close(Find(state, id), 0, JobStatus.Canceled, e.CanceledResult, time));
        return state;
    }

    private static KernelState Fail(KernelState state, long id, RawJson reason, RawJson followUp, Timestamp time)
    {
        var job = Find(state, id);
        var current = job.Current;
        job = job.Replace(current, op => op with
        {
            Status = OpcodeTransitions.Check(id, current, op.Status, JobStatus.Error),
            Result = reason,
            Ended = time,
            Locks = null,
        });
        return Put(state, Close(job, current + 1, JobStatus.Error, followUp, time));
    }

    private static KernelState Change(KernelState state, long id, int opcode, JobStatus to, Func<Opcode, Opcode> change) =>
        Put(state, Find(state, id).Replace(opcode, op =>
            change(op) with { Status = OpcodeTransitions.Check(id, opcode, op.Status, to) }));

    /// <summary>Ends every unfinished opcode from <paramref name="first"/> on, and the job.</summary>
    private static Job Close(Job job, int first, JobStatus status, RawJson result, Timestamp time) =>
        EachUnfinished(job, (op, i) => i < first ? op : op with
        {
            Status = OpcodeTransitions.Check(job.Id, i, op.Status, status),
            Result = result,
            Ended = time,
            Locks = null,
        }) with
        { Ended = time };

    private static Job EachUnfinished(Job job, Func<Opcode, int, Opcode> change)
    {
        var ops = job.Ops.ToBuilder();
        for (var i = 0; i < ops.Count; i++)
            if (!ops[i].Status.IsFinal())
                ops[i] = change(ops[i], i);
        return job with { Ops = ops.DrainToImmutable() };
    }

    private static Job Replace(this Job job, int opcode, Func<Opcode, Opcode> change) =>
        job with { Ops = job.Ops.SetItem(opcode, change(job.Ops[opcode])) };

    private static Job Find(KernelState state, long id) =>
        state.Unfinished(id) ?? throw new InvalidOperationException($"Job {id} is not among the unfinished jobs.");

    private static KernelState Put(KernelState state, Job job) =>
        job.Status.IsFinal()
            ? state with { Jobs = state.Jobs.SetItem(job.Id, job.ToFinished() with { LastLogSerial = state.LastLogSerial(job.Id) }), JustFinished = state.JustFinished.SetItem(job.Id, job) }
            : state with { Jobs = state.Jobs.SetItem(job.Id, job) };
}
