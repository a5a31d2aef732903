using System.Text;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Locks;
using Drover.Kernel.State;
using Microsoft.Extensions.Logging;

namespace Drover.Kernel.Telling;

/// <summary>Makes lines of events: one for each change of a job, of the queue, of an object.</summary>
/// <param name="jobs">Takes what is about jobs and the queue.</param>
/// <param name="kernel">Takes the rest.</param>
/// <param name="queue">What the queue remembers before the first event.</param>
internal sealed class JobTeller(ILogger jobs, ILogger kernel, QueueState queue)
{
    private QueueState _queue = queue;

    /// <param name="told">The event, and who caused it.</param>
    /// <param name="state">The state after the batch that it belongs to.</param>
    public void Tell(in Decision.Decided told, KernelState state)
    {
        var actor = told.Actor;
        switch (told.Happening)
        {
            case JobSubmitted e when jobs.IsEnabled(LogLevel.Information): JobLog.Submitted(jobs, e.Id, actor, Summary(e)); break;
            case JobHeld e: JobLog.Held(jobs, e.Id, LineText.Of(e.Reason)); break;
            case JobReleased e: JobLog.Released(jobs, e.Id); break;
            case OpcodeWaiting { Prepares: true } e: JobLog.Prepares(jobs, e.Id, e.Opcode); break;
            case OpcodeWaiting { Wants: { } wants } e: AsksForLocks(e.Id, e.Opcode, wants); break;
            case OpcodePrepared { Wants: { } wants } e: AsksForLocks(e.Id, e.Opcode, wants); break;
            case LocksReconsidered { Wants: { } wants } e: AsksForLocks(e.Id, e.Opcode, wants); break;
            case OpcodeStarted e: JobLog.Runs(jobs, e.Id, e.Opcode); break;
            case OpcodeEnded e: Ended(e, state.Jobs.GetValueOrDefault(e.Id)); break;
            case JobCanceling e: JobLog.Canceling(jobs, e.Id, actor); break;
            case JobCancelRequested e: JobLog.Canceling(jobs, e.Id, actor); break;
            case JobCanceled e: JobLog.Canceled(jobs, e.Id, actor); break;
            case LocksAbandoned e: JobLog.Killed(jobs, e.Id, actor); break;
            case AbandonedLocksFreed e when actor == Principal.System.ToString() || actor == Principal.OfJob(e.Id).ToString(): JobLog.LocksFree(jobs, e.Id); break;
            case AbandonedLocksFreed e: JobLog.LocksBroken(jobs, e.Id, actor); break;
            case JobPriorityChanged e: JobLog.PrioritySet(jobs, e.Id, e.Priority, actor); break;
            case JobsArchived e: JobLog.Archived(jobs, e.Ids.Length, actor); break;
            case LockClosed e: JobLog.LockClosed(jobs, e.Level, LineText.Of(e.Name), LineText.Of(e.Reason)); break;
            case LockOpened e: JobLog.LockOpened(jobs, e.Level, LineText.Of(e.Name)); break;
            case PoolLimited e: JobLog.PoolLimited(jobs, e.Pool, e.Running); break;
            case JobsRecovered e: TakenUp(e); break;
            case ObjectStored e: Stored(e, actor); break;
            case ObjectRemoved e when e.Kind == JobFilter.Kind.Name: JobLog.FilterRemoved(jobs, e.Key, actor); break;
            case ObjectRemoved e: KernelLog.Removed(kernel, e.Kind, LineText.Of(e.Key), actor); break;
            default: break;
        }
    }

    private static string Summary(JobSubmitted e) => e.Ops.Length switch
    {
        0 => "no opcodes",
        1 => LineText.Of(e.Ops[0].Summary),
        _ => $"{LineText.Of(e.Ops[0].Summary)} and {e.Ops.Length - 1} more opcodes",
    };

    private void AsksForLocks(long job, int opcode, LockSet wants)
    {
        if (!wants.IsEmpty && jobs.IsEnabled(LogLevel.Debug))
            JobLog.AsksForLocks(jobs, job, opcode, LineText.Of(wants.ToString()));
    }

    /// <summary>The end of an opcode is that of its job when it is the last one, or did not succeed. A job that the same batch has archived is not told of.</summary>
    private void Ended(OpcodeEnded e, JobEntry? job)
    {
        if (job is null || (e.Status == JobStatus.Success && e.Opcode < job.Summaries.Count - 1))
        {
            JobLog.OpcodeDone(jobs, e.Id, e.Opcode);
            return;
        }
        var seconds = job.Ended is { } ended ? (ended - (job.Started ?? job.Received)).TotalSeconds : 0;
        if (e.Status != JobStatus.Error)
            JobLog.Ended(jobs, e.Id, e.Status.Name(), seconds);
        else if (jobs.IsEnabled(LogLevel.Information))
            JobLog.Failed(jobs, e.Id, seconds, e.Opcode, LineText.Of(Encoding.UTF8.GetString(e.Result.Utf8.Span)));
    }

    private void TakenUp(JobsRecovered e)
    {
        var failed = e.Failed.Length + e.Lost.OrEmpty().Length;
        if (e.Requeued.Length + failed + e.Canceled.Length > 0)
            KernelLog.TakenUp(kernel, e.Requeued.Length, failed, e.Canceled.Length);
    }

    private void Stored(ObjectStored e, string actor)
    {
        if (e.Value is QueueState now)
            Changed(now, actor);
        else if (e.Kind == JobFilter.Kind.Name)
            JobLog.FilterPut(jobs, e.Key, actor);
        else
            KernelLog.Stored(kernel, e.Kind, LineText.Of(e.Key), actor);
    }

    private void Changed(QueueState now, string actor)
    {
        if (now.Drained && !_queue.Drained)
            JobLog.Drained(jobs, actor);
        else if (!now.Drained && _queue.Drained)
            JobLog.Undrained(jobs, actor);
        var pause = now.WatcherPause;
        if (pause.HasValue && !pause.Utf8.Span.SequenceEqual(_queue.WatcherPause.Utf8.Span))
            JobLog.WatcherPaused(jobs, Encoding.UTF8.GetString(pause.Utf8.Span), actor);
        else if (!pause.HasValue && _queue.WatcherPause.HasValue)
            JobLog.WatcherGoesOn(jobs, actor);
        _queue = now;
    }
}
