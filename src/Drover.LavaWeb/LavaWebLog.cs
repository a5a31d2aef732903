using Microsoft.Extensions.Logging;

namespace Drover.LavaWeb;

/// <summary>Lines about the HTTP wires of LAVA.</summary>
internal static partial class LavaWebLog
{
    public const string Category = "drover.lava-web";

    [LoggerMessage(2300, LogLevel.Information, "Worker {Worker} has come from {Address} for a token and got one")]
    public static partial void Registered(ILogger log, string worker, string address);

    [LoggerMessage(2301, LogLevel.Warning, "{Count} requests for a worker's token from {Address} were refused, the last for worker {Worker}: {Reason}")]
    public static partial void NotRegistered(ILogger log, long count, string address, string worker, string reason);

    [LoggerMessage(2302, LogLevel.Warning, "{Count} requests of workers from {Address} were refused, the last one at {Path}: {Reason}")]
    public static partial void Refused(ILogger log, long count, string address, string path, string reason);

    [LoggerMessage(2303, LogLevel.Error, "A request of a worker at {Path} failed by a defect of the program")]
    public static partial void Failed(ILogger log, string path, Exception failure);
}
