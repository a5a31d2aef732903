using Microsoft.Extensions.Logging;

namespace Drover.Cluster;

/// <summary>Lines about the configuration of the cluster.</summary>
internal static partial class ClusterLog
{
    public const string Category = "drover.cluster";

    [LoggerMessage(2000, LogLevel.Error, "The files of the configuration below {Directory} are out of date, so the daemon is not ready: {Problem} It is tried again with each change")]
    public static partial void FilesNotWritten(ILogger log, string directory, string problem);

    [LoggerMessage(2001, LogLevel.Information, "The files of the configuration below {Directory} are up to date again")]
    public static partial void FilesWritten(ILogger log, string directory);
}
