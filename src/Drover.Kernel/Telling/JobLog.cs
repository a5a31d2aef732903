using Microsoft.Extensions.Logging;

namespace Drover.Kernel.Telling;

/// <summary>Lines about jobs and their queue.</summary>
internal static partial class JobLog
{
    public const string Category = "drover.jobs";

    [LoggerMessage(1200, LogLevel.Information, "Job {Job} submitted by {Actor}: {Summary}")]
    public static partial void Submitted(ILogger log, long job, string actor, string summary);

    [LoggerMessage(1201, LogLevel.Debug, "Job {Job} is held in the queue: {Reason}")]
    public static partial void Held(ILogger log, long job, string reason);

    [LoggerMessage(1202, LogLevel.Debug, "Job {Job} is held no more")]
    public static partial void Released(ILogger log, long job);

    [LoggerMessage(1203, LogLevel.Debug, "Job {Job} prepares opcode {Opcode}")]
    public static partial void Prepares(ILogger log, long job, int opcode);

    [LoggerMessage(1204, LogLevel.Debug, "Job {Job} asks for locks for opcode {Opcode}: {Locks}")]
    public static partial void AsksForLocks(ILogger log, long job, int opcode, string locks);

    [LoggerMessage(1205, LogLevel.Debug, "Job {Job} runs opcode {Opcode}")]
    public static partial void Runs(ILogger log, long job, int opcode);

    [LoggerMessage(1206, LogLevel.Debug, "Job {Job} has done opcode {Opcode}")]
    public static partial void OpcodeDone(ILogger log, long job, int opcode);

    [LoggerMessage(1207, LogLevel.Information, "Job {Job} ended as {Status} after {Seconds:0.000} s")]
    public static partial void Ended(ILogger log, long job, string status, double seconds);

    [LoggerMessage(1208, LogLevel.Information, "Job {Job} ended as error after {Seconds:0.000} s in opcode {Opcode}: {Result}")]
    public static partial void Failed(ILogger log, long job, double seconds, int opcode, string result);

    [LoggerMessage(1209, LogLevel.Information, "Job {Job} is to be canceled, as {Actor} asks; what runs of it was told")]
    public static partial void Canceling(ILogger log, long job, string actor);

    [LoggerMessage(1210, LogLevel.Information, "Job {Job} canceled by {Actor}")]
    public static partial void Canceled(ILogger log, long job, string actor);

    [LoggerMessage(1211, LogLevel.Warning, "Job {Job} killed by {Actor}: its locks stay held until its operation has returned")]
    public static partial void Killed(ILogger log, long job, string actor);

    [LoggerMessage(1212, LogLevel.Information, "The operation of the killed job {Job} has returned: its locks are free")]
    public static partial void LocksFree(ILogger log, long job);

    [LoggerMessage(1213, LogLevel.Warning, "The locks of the killed job {Job} were broken by {Actor}; its operation has not returned")]
    public static partial void LocksBroken(ILogger log, long job, string actor);

    [LoggerMessage(1214, LogLevel.Information, "Job {Job} has the priority {Priority}, set by {Actor}")]
    public static partial void PrioritySet(ILogger log, long job, int priority, string actor);

    [LoggerMessage(1215, LogLevel.Information, "{Count} finished jobs archived by {Actor}")]
    public static partial void Archived(ILogger log, int count, string actor);

    [LoggerMessage(1216, LogLevel.Information, "The queue is drained by {Actor}: it refuses new jobs")]
    public static partial void Drained(ILogger log, string actor);

    [LoggerMessage(1217, LogLevel.Information, "The queue takes jobs again, undrained by {Actor}")]
    public static partial void Undrained(ILogger log, string actor);

    [LoggerMessage(1218, LogLevel.Information, "The watcher is paused until {Until} by {Actor}")]
    public static partial void WatcherPaused(ILogger log, string until, string actor);

    [LoggerMessage(1219, LogLevel.Information, "The watcher may go on, says {Actor}")]
    public static partial void WatcherGoesOn(ILogger log, string actor);

    [LoggerMessage(1220, LogLevel.Information, "Job filter {Filter} put by {Actor}")]
    public static partial void FilterPut(ILogger log, string filter, string actor);

    [LoggerMessage(1221, LogLevel.Information, "Job filter {Filter} removed by {Actor}")]
    public static partial void FilterRemoved(ILogger log, string filter, string actor);

    [LoggerMessage(1222, LogLevel.Debug, "Jobs of the class {Pool} may run {Running} at once")]
    public static partial void PoolLimited(ILogger log, string pool, int running);

    [LoggerMessage(1223, LogLevel.Debug, "The lock {Level}/{Name} is closed to those who choose: {Reason}")]
    public static partial void LockClosed(ILogger log, string level, string name, string reason);

    [LoggerMessage(1224, LogLevel.Debug, "The lock {Level}/{Name} may be chosen again")]
    public static partial void LockOpened(ILogger log, string level, string name);
}
