using Microsoft.Extensions.Logging;

namespace Drover.Luxi.Transport;

/// <summary>Lines about clients of Ganeti.</summary>
internal static partial class LuxiLog
{
    public const string Category = "drover.luxi";

    [LoggerMessage(1500, LogLevel.Information, "LUXI clients are served on {Path}")]
    public static partial void Listening(ILogger log, string path);

    [LoggerMessage(1501, LogLevel.Warning, "{Count} LUXI clients of {Caller} were turned away: {Reason}")]
    public static partial void TooMany(ILogger log, long count, string caller, string reason);

    [LoggerMessage(1502, LogLevel.Debug, "A LUXI client sent what cannot be read: {Problem}")]
    public static partial void Malformed(ILogger log, string problem);

    [LoggerMessage(1503, LogLevel.Error, "A LUXI request failed inside of the daemon")]
    public static partial void Broken(ILogger log, Exception error);

    [LoggerMessage(1504, LogLevel.Debug, "A LUXI connection ended: {Reason}")]
    public static partial void Ended(ILogger log, string reason);

    [LoggerMessage(1505, LogLevel.Warning, "New LUXI connections wait: {Problem}. It is tried again every second")]
    public static partial void Waiting(ILogger log, string problem);

    [LoggerMessage(1506, LogLevel.Warning, "The LUXI socket {Path} was removed or replaced: it is bound anew")]
    public static partial void BoundAnew(ILogger log, string path);

    [LoggerMessage(1507, LogLevel.Error, "The LUXI socket {Path} was removed or replaced and cannot be bound anew: {Problem}. It is tried again every 5 seconds")]
    public static partial void Lost(ILogger log, string path, string problem);
}
