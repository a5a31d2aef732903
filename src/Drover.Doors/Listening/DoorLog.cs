using Microsoft.Extensions.Logging;

namespace Drover.Doors.Listening;

/// <summary>Lines about the sockets of the web server.</summary>
internal static partial class DoorLog
{
    public const string Category = "drover.http";

    [LoggerMessage(1605, LogLevel.Warning, "New connections on {Address} wait: {Problem}. It is tried again every second")]
    public static partial void Waiting(ILogger log, string address, string problem);
}
