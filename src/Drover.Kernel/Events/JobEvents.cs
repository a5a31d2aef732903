using System.Collections.Immutable;
using Drover.Kernel.Jobs;
using Drover.Locks;

namespace Drover.Kernel.Events;

/// <summary>A job was accepted. Also moves the last given id up to it.</summary>
/// <param name="Departed">How jobs ended that it depends on and that are not listed any more.</param>
/// <param name="Trace">The trace that the submit was a part of; null for none.</param>
public sealed record JobSubmitted(
    long Id, Principal Owner, ImmutableArray<SubmittedOpcode> Ops, ImmutableArray<DepartedJob> Departed = default, string? Trace = null) : Event;

/// <summary>An opcode as it was accepted.</summary>
/// <param name="Pool">Its concurrency class; null for the usual one.</param>
/// <param name="Slot">What it is about, when a newer one takes the place of an older one; else null.</param>
public sealed record SubmittedOpcode(
    string OpId, RawJson Input, string Summary, int Priority, ImmutableArray<JobDependency> Depends, string? Pool = null, string? Slot = null);

/// <summary>How a job ended that is archived.</summary>
public sealed record DepartedJob(long Id, JobStatus Status);

/// <summary>An opcode left the queue: it prepares, or its locks are being asked for.</summary>
/// <param name="Wants">The locks that it asks for; null for none, and while it prepares.</param>
/// <param name="Prepares">Whether its step before locking runs first.</param>
/// <param name="Charges">Rate limits that the job uses up from now on; said once, by its first opcode.</param>
public sealed record OpcodeWaiting(
    long Id, int Opcode, LockSet? Wants = null, bool Prepares = false, ImmutableArray<string> Charges = default) : Event;

/// <summary>The step before locking has ended: locks are being asked for.</summary>
public sealed record OpcodePrepared(long Id, int Opcode, LockSet? Wants) : Event;

/// <summary>The locks of a waiting opcode, computed again, are others now.</summary>
/// <param name="Anew">Whether they were computed because of what has changed, and not just before the grant.</param>
public sealed record LocksReconsidered(long Id, int Opcode, LockSet? Wants, bool Anew = false) : Event;

/// <summary>An opcode has its locks and runs. <paramref name="Locks"/> are granted again first when a resumable one is taken up after a crash.</summary>
public sealed record OpcodeStarted(long Id, int Opcode, LockSet? Locks) : Event;

/// <summary>A running opcode gave up locks, or made exclusive ones shared: <paramref name="Rest"/> is what it still holds.</summary>
public sealed record LocksNarrowed(long Id, int Opcode, LockSet? Rest) : Event;

/// <summary>A running job is being killed: its locks stay held until its operation has returned.</summary>
public sealed record LocksAbandoned(long Id) : Event;

/// <summary>The operation of a killed job has returned, or an admin has given up on it: its locks are free.</summary>
public sealed record AbandonedLocksFreed(long Id) : Event;

/// <summary>A resumable operation recorded how far it is.</summary>
public sealed record OpcodeProgressed(long Id, int Opcode, RawJson Progress) : Event;

/// <summary>An opcode ended. After an error, the opcodes behind it end with <paramref name="FollowUp"/>.</summary>
public sealed record OpcodeEnded(long Id, int Opcode, JobStatus Status, RawJson Result, RawJson FollowUp) : Event;

/// <summary>A filter or a rate limit keeps a job in the queue.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Charge">The rate limit that is used up; null when a filter pauses it.</param>
public sealed record JobHeld(long Id, string Reason, string? Charge) : Event;

/// <summary>A job that was held back may leave the queue.</summary>
public sealed record JobReleased(long Id) : Event;

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

/// <summary>A lock is closed to those who choose, or closed for another reason than before.</summary>
public sealed record LockClosed(string Level, string Name, string Reason) : Event;

/// <summary>A closed lock may be chosen again.</summary>
public sealed record LockOpened(string Level, string Name) : Event;

/// <summary>So many jobs of a concurrency class may run at once.</summary>
public sealed record PoolLimited(string Pool, int Running) : Event;

/// <summary>A start took up what the last run left: one event for all jobs, and the moment at which queue and locks begin anew.</summary>
/// <param name="Requeued">Jobs whose current opcode goes back to the queue.</param>
/// <param name="Failed">Jobs whose running opcode ends with <paramref name="Reason"/>.</param>
/// <param name="Canceled">Jobs that were being canceled.</param>
/// <param name="Reason">Result of the failed opcodes.</param>
/// <param name="FollowUp">Result of the opcodes behind them.</param>
/// <param name="CanceledResult">Result of the canceled opcodes.</param>
/// <param name="Lost">Jobs that cannot go on although their operation could: what they held cannot be given back to them.</param>
/// <param name="Resumed">Rate limits that running jobs use up; those that use up none are left out.</param>
/// <param name="Departed">How jobs ended that others depend on and that are not listed any more.</param>
/// <param name="Closed">The locks that are closed at this start.</param>
public sealed record JobsRecovered(
    ImmutableArray<long> Requeued,
    ImmutableArray<long> Failed,
    ImmutableArray<long> Canceled,
    RawJson Reason,
    RawJson FollowUp,
    RawJson CanceledResult,
    ImmutableArray<LostJob> Lost = default,
    ImmutableArray<ChargedJob> Resumed = default,
    ImmutableArray<DepartedJob> Departed = default,
    ImmutableArray<LockClosed> Closed = default) : Event;

/// <summary>A job whose running opcode ends with a reason of its own.</summary>
public sealed record LostJob(long Id, RawJson Reason);

/// <summary>A job and the rate limits that it uses up.</summary>
public sealed record ChargedJob(long Id, ImmutableArray<string> Charges);

/// <summary>Ids up to this one were given out; no other job gets them, also where a job was refused.</summary>
public sealed record JobIdsSkipped(long LastId) : Event;
