using Microsoft.Extensions.Logging;

namespace Drover.Services.Telling;

/// <summary>Lines about groups that are on one node of several.</summary>
internal static partial class PlacementLog
{
    public const string Category = ClusterCltabLog.Category;

    [LoggerMessage(2620, LogLevel.Information, "Group {Group} is at level {Level} on node {Node} (lease {Lease})")]
    public static partial void Placed(ILogger log, string group, string level, string node, long lease);

    [LoggerMessage(2621, LogLevel.Warning, "Group {Group} leaves node {Node}: {Reason}")]
    public static partial void Leaves(ILogger log, string group, string node, string reason);

    [LoggerMessage(2622, LogLevel.Error, "Group {Group} is nowhere: {Reason}")]
    public static partial void Nowhere(ILogger log, string group, string reason);

    [LoggerMessage(2623, LogLevel.Information, "Group {Group} is placed by the master no more, and nothing of it runs by its leave")]
    public static partial void Gone(ILogger log, string group);

    [LoggerMessage(2624, LogLevel.Warning, "Node {Node} was fenced for group {Group}: it is off")]
    public static partial void Fenced(ILogger log, string node, string group);

    [LoggerMessage(2625, LogLevel.Error, "Node {Node} is not known to be off after fencing it for group {Group}: {Problem}")]
    public static partial void NotFenced(ILogger log, string node, string group, string problem);

    [LoggerMessage(2626, LogLevel.Warning, "Group {Group} cannot be given to a job that places it: {Problem}")]
    public static partial void NotSubmitted(ILogger log, string group, string problem);

    [LoggerMessage(2627, LogLevel.Error, "The keeper of placements met an error, and looks again")]
    public static partial void Broken(ILogger log, Exception error);
}
