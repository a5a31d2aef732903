using Microsoft.Extensions.Logging;

namespace Drover.Services.Clstat;

/// <summary>Lines about the status file; of the category of the door of Cluster::Init.</summary>
internal static partial class ClstatLog
{
    public const string Category = "drover.clusterinit";

    [LoggerMessage(1710, LogLevel.Error, "The status file {Path} cannot be written, it grows stale: {Problem}")]
    public static partial void NotWritten(ILogger log, string path, string problem);

    [LoggerMessage(1711, LogLevel.Information, "The status file {Path} is written again")]
    public static partial void WorksAgain(ILogger log, string path);

    [LoggerMessage(1712, LogLevel.Warning, "The status file {Path} cannot be removed: {Problem}")]
    public static partial void NotRemoved(ILogger log, string path, string problem);
}
