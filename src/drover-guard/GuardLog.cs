using Microsoft.Extensions.Logging;

namespace Drover.Guard;

/// <summary>Lines of the guard.</summary>
internal static partial class GuardLog
{
    public const string Category = "drover.guard";

    [LoggerMessage(2646, LogLevel.Warning, "The lease of group {Group} has ended, and this lived of it: {Processes}. It is killed")]
    public static partial void Killed(ILogger log, string group, string processes);

    [LoggerMessage(2647, LogLevel.Error, "The leases below {RunDirectory} cannot be read; what was read before counts")]
    public static partial void Unreadable(ILogger log, string runDirectory);
}
