using System.Collections.Immutable;
using Drover.Kernel.Jobs;
using Drover.Kernel.Locks;

namespace Drover.Kernel.Events;

/// <summary>A job was accepted. Also moves the last given id up to it.</summary>
public sealed record JobSubmitted(long Id, Principal Owner, ImmutableArray<SubmittedOpcode> Ops) : Event;

/// <summary>An opcode as it was accepted.</summary>
public sealed record SubmittedOpcode(
    string OpId, RawJson Input, string Summary, int Priority, ImmutableArray<JobDependency> Depends);

/// <summary>An opcode left the queue: its locks are being asked for.</summary>
public sealed record OpcodeWaiting(long Id, int Opcode) : Event;

/// <summary>An opcode has its locks and runs. <paramref name="Locks"/> are granted again first when a resumable one is taken up after a crash.</summary>
public sealed record OpcodeStarted(long Id, int Opcode, LockSet? Locks) : Event;

/// <summary>A resumable operation recorded how far it is.</summary>
public sealed record OpcodeProgressed(long Id, int Opcode, RawJson Progress) : Event;

/// <summary>An opcode ended. After an error, the opcodes behind it end with <paramref name="FollowUp"/>.</summary>
public sealed record OpcodeEnded(long Id, int Opcode, JobStatus Status, RawJson Result, RawJson FollowUp) : Event;

/// <summary>A waiting job is to be canceled; what prepares it has been asked to stop.</summary>
public sealed record JobCanceling(long Id) : Event;

/// <summary>All unfinished opcodes of a job are canceled.</summary>
public sealed record JobCanceled(long Id, RawJson Result) : Event;

/// <summary>Somebody asked to cancel a job that runs.</summary>
public sealed record JobCancelRequested(long Id) : Event;

/// <summary>The opcodes of a job that have not begun to run have another priority.</summary>
public sealed record JobPriorityChanged(long Id, int Priority) : Event;

/// <summary>Finished jobs left the listing.</summary>
public sealed record JobsArchived(ImmutableArray<long> Ids) : Event;

/// <summary>What a start found unfinished and what became of it: one event for all jobs.</summary>
/// <param name="Requeued">Jobs whose current opcode goes back to the queue.</param>
/// <param name="Failed">Jobs whose running opcode ends with <paramref name="Reason"/>.</param>
/// <param name="Canceled">Jobs that were being canceled.</param>
/// <param name="Reason">Result of the failed opcodes.</param>
/// <param name="FollowUp">Result of the opcodes behind them.</param>
/// <param name="CanceledResult">Result of the canceled opcodes.</param>
public sealed record JobsRecovered(
    ImmutableArray<long> Requeued,
    ImmutableArray<long> Failed,
    ImmutableArray<long> Canceled,
    RawJson Reason,
    RawJson FollowUp,
    RawJson CanceledResult) : Event;

/// <summary>Ids were given out to jobs that were then refused; they are not used again.</summary>
public sealed record JobIdsSkipped(long LastId) : Event;
