using Microsoft.Extensions.Logging;

namespace Drover.Services.Telling;

/// <summary>Lines about the cltab of the cluster.</summary>
internal static partial class ClusterCltabLog
{
    public const string Category = "drover.cltab";

    [LoggerMessage(2610, LogLevel.Information, "Version {Version} of the cluster's cltab is in force on this node ({Hash})")]
    public static partial void Taken(ILogger log, int version, string hash);

    [LoggerMessage(2611, LogLevel.Information, "The cluster has no cltab for this node any more")]
    public static partial void Gone(ILogger log);

    [LoggerMessage(2612, LogLevel.Error, "What was kept of the cluster's cltab cannot be read: {Problem}. Its groups are missing here until the master hands it out again")]
    public static partial void NotRead(ILogger log, string problem);

    [LoggerMessage(2613, LogLevel.Warning, "Node {Node} does not take {Cltab}: {Reason}")]
    public static partial void Refused(ILogger log, string node, string cltab, string reason);

    [LoggerMessage(2614, LogLevel.Information, "Node {Node} has {Cltab}")]
    public static partial void Brought(ILogger log, string node, string cltab);
}
