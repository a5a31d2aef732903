using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

internal static partial class DoorLog
{
    [LoggerMessage(2, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger log, string address);
}
