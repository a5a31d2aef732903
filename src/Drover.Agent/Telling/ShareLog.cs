using Microsoft.Extensions.Logging;

namespace Drover.Agent.Telling;

/// <summary>Lines about shared directories and homes that are watched.</summary>
internal static partial class ShareLog
{
    public const string Category = "drover.shares";

    [LoggerMessage(2800, LogLevel.Information, "{Share} at {Path} is watched by {Way}")]
    public static partial void Watched(ILogger log, string share, string path, string way);

    [LoggerMessage(2801, LogLevel.Information, "{Share}: {Entries} entries were not as they are to be and were put right")]
    public static partial void Repaired(ILogger log, string share, long entries);

    [LoggerMessage(2802, LogLevel.Warning, "{Share}: {Trouble}")]
    public static partial void Troubled(ILogger log, string share, string trouble);

    [LoggerMessage(2803, LogLevel.Warning, "More happened in shares than can be kept in mind: {Count} of them are walked")]
    public static partial void Lost(ILogger log, int count);

    [LoggerMessage(2804, LogLevel.Error, "{Share} could not be looked at, which is tried again: {Problem}")]
    public static partial void Failed(ILogger log, string share, string problem);
}
