using Microsoft.Extensions.Logging;

namespace Drover.Kernel.Telling;

/// <summary>Lines about the kernel's own work. The numbers of a category are in one range of 100: <c>docs/logging.md</c> lists them.</summary>
internal static partial class KernelLog
{
    public const string Category = "drover.kernel";

    [LoggerMessage(1000, LogLevel.Information, "Taken up from the last run: {Requeued} jobs queued again, {Failed} failed, {Canceled} canceled")]
    public static partial void TakenUp(ILogger log, int requeued, int failed, int canceled);

    [LoggerMessage(1001, LogLevel.Error, "A commit failed, and nothing of its batch has happened: {Problem}")]
    public static partial void CommitFailed(ILogger log, string problem);

    [LoggerMessage(1002, LogLevel.Information, "Commits succeed again")]
    public static partial void CommitsAgain(ILogger log);

    [LoggerMessage(1003, LogLevel.Error, "A fault of {Subject} in {Step}")]
    public static partial void Fault(ILogger log, string subject, string step, Exception cause);

    [LoggerMessage(1004, LogLevel.Warning, "Periodic work '{Work}' failed and is tried again at its next time")]
    public static partial void WorkFailed(ILogger log, string work, Exception cause);

    [LoggerMessage(1005, LogLevel.Error, "Periodic work '{Work}' has failed {Times} times in a row, so the daemon is not well: {Problem}")]
    public static partial void WorkBroken(ILogger log, string work, int times, string problem);

    [LoggerMessage(1006, LogLevel.Information, "Periodic work '{Work}' succeeds again")]
    public static partial void WorkAgain(ILogger log, string work);

    [LoggerMessage(1007, LogLevel.Debug, "Upkeep '{Name}' is done")]
    public static partial void UpkeepDone(ILogger log, string name);

    [LoggerMessage(1008, LogLevel.Warning, "Upkeep '{Name}' failed")]
    public static partial void UpkeepFailed(ILogger log, string name, Exception cause);

    [LoggerMessage(1009, LogLevel.Critical, "The daemon ends at once: {Problem}")]
    public static partial void Ends(ILogger log, string problem);

    [LoggerMessage(1010, LogLevel.Debug, "{Kind} {Key} stored by {Actor}")]
    public static partial void Stored(ILogger log, string kind, string key, string actor);

    [LoggerMessage(1011, LogLevel.Debug, "{Kind} {Key} removed by {Actor}")]
    public static partial void Removed(ILogger log, string kind, string key, string actor);

    [LoggerMessage(1012, LogLevel.Warning, "The log is written too slowly: what {Commits} commits and faults changed was left out")]
    public static partial void LeftOut(ILogger log, long commits);
}
