using Drover.Kernel;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Transport;

internal static partial class ClusterInitLog
{
    [LoggerMessage(1, LogLevel.Information, "Cluster::Init clients are served on {Path}")]
    public static partial void Listening(ILogger log, string path);

    [LoggerMessage(2, LogLevel.Warning, "A Cluster::Init client was turned away: {Limit} connections are open already")]
    public static partial void TooMany(ILogger log, int limit);

    [LoggerMessage(3, LogLevel.Warning, "A Cluster::Init client of {Actor} was dropped: {Problem}")]
    public static partial void Malformed(ILogger log, Principal actor, string problem);

    [LoggerMessage(4, LogLevel.Error, "A Cluster::Init request failed inside of the daemon")]
    public static partial void Broken(ILogger log, Exception error);

    [LoggerMessage(5, LogLevel.Debug, "A Cluster::Init connection ended: {Reason}")]
    public static partial void Ended(ILogger log, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Actor} may not {Wanted} and was refused")]
    public static partial void NotAllowed(ILogger log, Principal actor, Permission wanted);
}
