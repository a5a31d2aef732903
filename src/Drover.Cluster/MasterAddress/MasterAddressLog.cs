using Microsoft.Extensions.Logging;

namespace Drover.Cluster.MasterAddress;

/// <summary>Lines about the master's address.</summary>
internal static partial class MasterAddressLog
{
    [LoggerMessage(2010, LogLevel.Information, "The master's address is set: {Address}")]
    public static partial void Set(ILogger log, string address);

    [LoggerMessage(2011, LogLevel.Information, "The master's address is taken down: {Address}")]
    public static partial void TakenDown(ILogger log, string address);

    [LoggerMessage(2012, LogLevel.Warning, "The master's address is not set, so the daemon is not ready: {Problem}. It is tried again each minute")]
    public static partial void NotSet(ILogger log, string problem);
}
