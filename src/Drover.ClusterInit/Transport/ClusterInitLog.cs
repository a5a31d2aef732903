using Drover.Kernel;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Transport;

/// <summary>Lines about clients of Cluster::Init.</summary>
internal static partial class ClusterInitLog
{
    public const string Category = "drover.clusterinit";

    [LoggerMessage(1700, LogLevel.Information, "Cluster::Init clients are served on {Path}")]
    public static partial void Listening(ILogger log, string path);

    [LoggerMessage(1701, LogLevel.Warning, "{Count} Cluster::Init clients of {Caller} were turned away: {Reason}")]
    public static partial void TooMany(ILogger log, long count, string caller, string reason);

    [LoggerMessage(1702, LogLevel.Warning, "A Cluster::Init client of {Actor} was dropped: {Problem}")]
    public static partial void Malformed(ILogger log, Principal actor, string problem);

    [LoggerMessage(1703, LogLevel.Error, "A Cluster::Init request failed inside of the daemon")]
    public static partial void Broken(ILogger log, Exception error);

    [LoggerMessage(1704, LogLevel.Debug, "A Cluster::Init connection ended: {Reason}")]
    public static partial void Ended(ILogger log, string reason);

    [LoggerMessage(1705, LogLevel.Warning, "{Actor} may not {Wanted} and was refused")]
    public static partial void NotAllowed(ILogger log, Principal actor, Permission wanted);
}
