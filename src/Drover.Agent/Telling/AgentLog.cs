using Microsoft.Extensions.Logging;

namespace Drover.Agent.Telling;

/// <summary>Lines about processes as the machine knows them.</summary>
internal static partial class AgentLog
{
    public const string Category = "drover.agent";

    [LoggerMessage(1400, LogLevel.Warning, "{Missing}")]
    public static partial void NotProtected(ILogger log, string missing);

    [LoggerMessage(1401, LogLevel.Warning, "{Process} lacks something of its protection: {Warning}")]
    public static partial void Unprotected(ILogger log, string process, string warning);

    [LoggerMessage(1402, LogLevel.Debug, "{Process} was not spawned: {Problem}")]
    public static partial void NotSpawned(ILogger log, string process, string problem);

    [LoggerMessage(1403, LogLevel.Debug, "{Process} spawned as process {Pid}, invocation {Invocation}")]
    public static partial void Spawned(ILogger log, string process, int pid, string invocation);

    [LoggerMessage(1404, LogLevel.Debug, "{Process} ended as process {Pid}, invocation {Invocation}")]
    public static partial void Ended(ILogger log, string process, int pid, string invocation);

    [LoggerMessage(1405, LogLevel.Information, "Records of an earlier daemon: {Running} processes run and are watched again, {Ended} have ended, {Dropped} are dropped")]
    public static partial void Adopted(ILogger log, int running, int ended, int dropped);

    [LoggerMessage(1406, LogLevel.Warning, "A record of a process cannot be read and is put aside: {Problem}")]
    public static partial void Unreadable(ILogger log, string problem);

    [LoggerMessage(1407, LogLevel.Information, "The log {Path} is over its limit: its oldest part was cut away")]
    public static partial void LogCut(ILogger log, string path);

    [LoggerMessage(1409, LogLevel.Warning, "The log {Path} was moved away or removed: a new one was begun, and what processes go on to write to the old one is carried over to it")]
    public static partial void LogMoved(ILogger log, string path);

    [LoggerMessage(1410, LogLevel.Warning, "Captured output holds more than {Space} bytes, or leaves less than {KeepFree} free: the longest logs are cut below their own bounds")]
    public static partial void OutputPressed(ILogger log, long space, long keepFree);

    [LoggerMessage(1411, LogLevel.Error, "The disk below captured output is full: what services write is lost until there is room")]
    public static partial void OutputLost(ILogger log);

    [LoggerMessage(1412, LogLevel.Information, "There is room for captured output again")]
    public static partial void OutputKept(ILogger log);

    [LoggerMessage(1413, LogLevel.Warning, "{Problem} Its processes go on writing to the file that was moved away or removed.")]
    public static partial void LogNotBegun(ILogger log, string problem);

    [LoggerMessage(1408, LogLevel.Warning, "What became of {Process} cannot be recorded: {Problem}. After a restart it counts as what it was before.")]
    public static partial void NotRecorded(ILogger log, string process, string problem);
}
