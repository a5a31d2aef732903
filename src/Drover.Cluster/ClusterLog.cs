using Microsoft.Extensions.Logging;

namespace Drover.Cluster;

/// <summary>Lines about the configuration of the cluster and the address of its master.</summary>
internal static partial class ClusterLog
{
    public const string Category = "drover.cluster";

    [LoggerMessage(2000, LogLevel.Error, "The files of the configuration below {Directory} are out of date, so the daemon is not ready: {Problem} It is tried again with each change")]
    public static partial void FilesNotWritten(ILogger log, string directory, string problem);

    [LoggerMessage(2001, LogLevel.Information, "The files of the configuration below {Directory} are up to date again")]
    public static partial void FilesWritten(ILogger log, string directory);

    [LoggerMessage(2010, LogLevel.Information, "The master's address is set: {Address}")]
    public static partial void AddressSet(ILogger log, string address);

    [LoggerMessage(2011, LogLevel.Information, "The master's address is taken down: {Address}")]
    public static partial void AddressTakenDown(ILogger log, string address);

    [LoggerMessage(2012, LogLevel.Warning, "The master's address is not set, so the daemon is not ready: {Problem}. It is tried again each minute")]
    public static partial void AddressNotSet(ILogger log, string problem);
}
