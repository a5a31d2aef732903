using Microsoft.Extensions.Logging;

namespace Drover.Services.Telling;

/// <summary>Lines about leases of this node.</summary>
internal static partial class LeaseLog
{
    public const string Category = ClusterCltabLog.Category;

    [LoggerMessage(2640, LogLevel.Information, "Group {Group} may run here, under lease {Number}")]
    public static partial void Granted(ILogger log, string group, long number);

    [LoggerMessage(2641, LogLevel.Warning, "Group {Group} is stopped: {Reason}")]
    public static partial void Over(ILogger log, string group, string reason);

    [LoggerMessage(2642, LogLevel.Error, "This node gets no group with failover: {Problem}")]
    public static partial void Problem(ILogger log, string problem);

    [LoggerMessage(2643, LogLevel.Information, "This node can see to it again that a group ends with its lease")]
    public static partial void NoProblem(ILogger log);

    [LoggerMessage(2644, LogLevel.Warning, "The guard of leases has ended, and another one is started")]
    public static partial void GuardEnded(ILogger log);

    [LoggerMessage(2645, LogLevel.Warning, "{Process} was killed by the guard: the lease of its group had ended")]
    public static partial void KilledByGuard(ILogger log, string process);

    [LoggerMessage(2648, LogLevel.Error, "The leases of this node met an error; those that are held run out")]
    public static partial void Broken(ILogger log, Exception error);
}
