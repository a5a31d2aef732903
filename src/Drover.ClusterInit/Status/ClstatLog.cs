using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Status;

internal static partial class ClstatLog
{
    [LoggerMessage(1, LogLevel.Error, "The status file {Path} cannot be written, it grows stale: {Problem}")]
    public static partial void NotWritten(ILogger log, string path, string problem);

    [LoggerMessage(2, LogLevel.Information, "The status file {Path} is written again")]
    public static partial void WorksAgain(ILogger log, string path);

    [LoggerMessage(3, LogLevel.Warning, "The status file {Path} cannot be removed: {Problem}")]
    public static partial void NotRemoved(ILogger log, string path, string problem);
}
