using Microsoft.Extensions.Logging;

namespace Drover.Services.Telling;

/// <summary>Lines about groups, their processes and the cltab: one for each change of state.</summary>
internal static partial class ServiceLog
{
    public const string Category = "drover.services";

    [LoggerMessage(1300, LogLevel.Information, "Group {Group} is wanted at level {Level}")]
    public static partial void Wanted(ILogger log, string group, string level);

    [LoggerMessage(1301, LogLevel.Debug, "Group {Group} is {Phase}")]
    public static partial void OnTheWay(ILogger log, string group, string phase);

    [LoggerMessage(1302, LogLevel.Information, "Group {Group} is {Phase} at level {Level}")]
    public static partial void Reached(ILogger log, string group, string phase, string? level);

    [LoggerMessage(1303, LogLevel.Warning, "Group {Group} is FAILED at level {Level}: {Reason}")]
    public static partial void GroupFailed(ILogger log, string group, string? level, string? reason);

    [LoggerMessage(1304, LogLevel.Information, "Group {Group} is at rest: nothing of it runs")]
    public static partial void AtRest(ILogger log, string group);

    [LoggerMessage(1305, LogLevel.Information, "Group {Group} is gone from the cltab, and nothing of it is left")]
    public static partial void GroupGone(ILogger log, string group);

    [LoggerMessage(1306, LogLevel.Information, "Group {Group} is wanted at level {Level} again, as before")]
    public static partial void WantedAgain(ILogger log, string group, string level);

    [LoggerMessage(1310, LogLevel.Information, "{Process} runs as process {Pid}")]
    public static partial void Started(ILogger log, string process, int pid);

    [LoggerMessage(1311, LogLevel.Information, "{Process} has ended: {Status}")]
    public static partial void Exited(ILogger log, string process, string status);

    [LoggerMessage(1312, LogLevel.Warning, "{Process} has ended: {Status}; the kernel of the machine ended a process of its cgroup")]
    public static partial void OutOfMemory(ILogger log, string process, string status);

    [LoggerMessage(1313, LogLevel.Warning, "{Process} cannot be started: {Problem}")]
    public static partial void StartFailed(ILogger log, string process, string problem);

    [LoggerMessage(1314, LogLevel.Warning, "{Process} respawns too rapidly: its next start is put off for {Seconds} s")]
    public static partial void PutOff(ILogger log, string process, double seconds);

    [LoggerMessage(1315, LogLevel.Warning, "{Process} did not say within {Seconds} s that it is ready: going on without")]
    public static partial void NotReady(ILogger log, string process, double seconds);

    [LoggerMessage(1316, LogLevel.Debug, "{Process} is asked to stop by signal {Signal}")]
    public static partial void Signalled(ILogger log, string process, string signal);

    [LoggerMessage(1317, LogLevel.Information, "{Process} is killed: what lives of it gets KILL until it is gone")]
    public static partial void Killed(ILogger log, string process);

    [LoggerMessage(1318, LogLevel.Information, "{Process} adopted: it runs as process {Pid}")]
    public static partial void Adopted(ILogger log, string process, int pid);

    [LoggerMessage(1319, LogLevel.Information, "{Process} ended while no daemon ran: {Status}")]
    public static partial void EndedUnseen(ILogger log, string process, string status);

    [LoggerMessage(1320, LogLevel.Information, "Pauses of {Name} after quick deaths are over, by order")]
    public static partial void BackoffCleared(ILogger log, string name);

    [LoggerMessage(1321, LogLevel.Warning, "{Process} has run longer than its timeout of {Seconds} s: it is stopped")]
    public static partial void Overdue(ILogger log, string process, double seconds);

    [LoggerMessage(1322, LogLevel.Information, "{Process} is to {Change}, by order")]
    public static partial void EntryWanted(ILogger log, string process, string change);

    [LoggerMessage(1323, LogLevel.Information, "{Process} gets signal {Signal}, by order")]
    public static partial void SignalledByOrder(ILogger log, string process, int signal);

    [LoggerMessage(1324, LogLevel.Information, "{Process} is to read its configuration again, by order")]
    public static partial void Reloaded(ILogger log, string process);

    [LoggerMessage(1325, LogLevel.Warning, "The stop command of {Process} cannot be started, its first signal takes the place of that: {Problem}")]
    public static partial void StopCommandFailed(ILogger log, string process, string problem);

    [LoggerMessage(1326, LogLevel.Warning, "A stop or reload command of {Process} has failed: {Status}")]
    public static partial void CommandFailed(ILogger log, string process, string status);

    [LoggerMessage(1327, LogLevel.Information, "{Process} is tried again in {Seconds} s")]
    public static partial void TriedLater(ILogger log, string process, double seconds);

    [LoggerMessage(1330, LogLevel.Information, "The cltab {Path} was taken; groups: {Added} new, {Changed} changed, {Removed} gone")]
    public static partial void CltabTaken(ILogger log, string path, int added, int changed, int removed);

    [LoggerMessage(1331, LogLevel.Warning, "{Problem}")]
    public static partial void CltabProblem(ILogger log, string problem);

    [LoggerMessage(1332, LogLevel.Warning, "{Problem} No group is known until it can be read; what runs is left alone.")]
    public static partial void NoCltab(ILogger log, string problem);

    [LoggerMessage(1333, LogLevel.Warning, "{Problem} The last good contents stay in use.")]
    public static partial void CltabKept(ILogger log, string problem);

    [LoggerMessage(1334, LogLevel.Warning, "Group {Group} is in the cltab no more: what runs of it is stopped ({Running} entries)")]
    public static partial void RunningGroupGone(ILogger log, string group, int running);

    [LoggerMessage(1335, LogLevel.Information, "Group {Group} is in the cltab no more; nothing of it runs")]
    public static partial void RestingGroupGone(ILogger log, string group);

    [LoggerMessage(1336, LogLevel.Warning, "{Path} was undone by order: what was in force before is in force again, and what the file holds is not taken until it is another")]
    public static partial void CltabUndone(ILogger log, string path);

    [LoggerMessage(1337, LogLevel.Warning, "The cltab in force cannot be kept for the next daemon and for an undo: {Problem}")]
    public static partial void CltabNotKept(ILogger log, string problem);

    [LoggerMessage(1340, LogLevel.Error, "The supervisor met an error; groups stay as they are")]
    public static partial void Broken(ILogger log, Exception error);

    [LoggerMessage(1341, LogLevel.Error, "Group {Group} met an error and goes on with what happens next")]
    public static partial void GroupBroken(ILogger log, string group, Exception error);

    [LoggerMessage(1342, LogLevel.Warning, "The state of group {Group} cannot be recorded: {Problem}. After a crash it goes on from what was recorded before.")]
    public static partial void NotRecorded(ILogger log, string group, string problem);

    [LoggerMessage(1343, LogLevel.Warning, "Not all services have stopped; the next daemon takes them up")]
    public static partial void NotAllStopped(ILogger log);

    [LoggerMessage(1344, LogLevel.Warning, "Reports of node {Node} cannot be taken: {Problem} They are told again.")]
    public static partial void ReportsNotTaken(ILogger log, string node, string problem);

    [LoggerMessage(1345, LogLevel.Information, "Reports of node {Node} are taken again")]
    public static partial void ReportsTakenAgain(ILogger log, string node);

    [LoggerMessage(1346, LogLevel.Warning, "Node {Node} could not keep {Count} of its reports until they were read: ends of processes and lines about levels are missing in what is known of it")]
    public static partial void ReportsLost(ILogger log, string node, long count);

    [LoggerMessage(1347, LogLevel.Warning, "What is known of the groups of node {Node}, which has left, cannot be dropped: {Problem}")]
    public static partial void NodeNotForgotten(ILogger log, string node, string problem);
}
