using Microsoft.Extensions.Logging;

namespace Drover.Luxi.Transport;

internal static partial class LuxiLog
{
    [LoggerMessage(1, LogLevel.Information, "LUXI clients are served on {Path}")]
    public static partial void Listening(ILogger log, string path);

    [LoggerMessage(2, LogLevel.Warning, "A LUXI client was turned away: {Limit} connections are open already")]
    public static partial void TooMany(ILogger log, int limit);

    [LoggerMessage(3, LogLevel.Debug, "A LUXI client sent what cannot be read: {Problem}")]
    public static partial void Malformed(ILogger log, string problem);

    [LoggerMessage(4, LogLevel.Error, "A LUXI request failed inside of the daemon")]
    public static partial void Broken(ILogger log, Exception error);

    [LoggerMessage(5, LogLevel.Debug, "A LUXI connection ended: {Reason}")]
    public static partial void Ended(ILogger log, string reason);
}
