using Microsoft.Extensions.Logging;

namespace Drover.Lava;

/// <summary>Lines about LAVA's sockets and who comes to them.</summary>
internal static partial class LavaLog
{
    public const string Category = "drover.lava";

    [LoggerMessage(2100, LogLevel.Information, "LAVA's workers are served on {Endpoint}")]
    public static partial void WorkersServed(ILogger log, string endpoint);

    [LoggerMessage(2101, LogLevel.Information, "Log lines of LAVA's jobs are taken on {Endpoint}")]
    public static partial void LogsTaken(ILogger log, string endpoint);

    [LoggerMessage(2102, LogLevel.Information, "LAVA's events are published on {Endpoint}")]
    public static partial void EventsPublished(ILogger log, string endpoint);

    [LoggerMessage(2103, LogLevel.Debug, "A message of {Worker} was dropped: {Reason}")]
    public static partial void Dropped(ILogger log, string worker, Control.DropReason reason);

    [LoggerMessage(2104, LogLevel.Warning, "Worker {Worker} speaks protocol {Version} and is not answered: this is a master of protocol 3. Times more since the last such line: {Times}")]
    public static partial void OtherProtocol(ILogger log, string worker, string version, long times);

    [LoggerMessage(2105, LogLevel.Warning, "A message in the name of worker {Worker} came with the key {Key}, which is not that worker's, and was dropped. Times more since the last such line: {Times}")]
    public static partial void KeyOfAnother(ILogger log, string worker, string key, long times);

    [LoggerMessage(2106, LogLevel.Warning, "A peer did not get in at {Endpoint}: {Problem}. Times more since the last such line: {Times}")]
    public static partial void HandshakeFailed(ILogger log, string endpoint, string problem, long times);

    [LoggerMessage(2107, LogLevel.Warning, "A peer from {Address} was refused: its key {Key} is in no certificate of {Directory}. Times more since the last such line: {Times}")]
    public static partial void UnknownKey(ILogger log, string address, string key, string directory, long times);

    [LoggerMessage(2108, LogLevel.Information, "The certificates of {Directory} allow {Keys} keys: {Added} new, {Removed} gone")]
    public static partial void KeysRead(ILogger log, string directory, int keys, int added, int removed);

    [LoggerMessage(2109, LogLevel.Warning, "The certificate {File} is left out: {Problem}")]
    public static partial void CertificateLeftOut(ILogger log, string file, string problem);

    [LoggerMessage(2110, LogLevel.Warning, "The secret key {File} can be read by others than its owner: chmod 600 {File}")]
    public static partial void SecretIsReadable(ILogger log, string file);

    [LoggerMessage(2111, LogLevel.Warning, "The certificates of {Directory} cannot be read, and the keys known so far stay allowed: {Problem}")]
    public static partial void CertificatesUnreadable(ILogger log, string directory, string problem);

    [LoggerMessage(2112, LogLevel.Error, "A fault in what is done with LAVA's messages: {Count} of them were lost")]
    public static partial void Broken(ILogger log, Exception error, int count);

    [LoggerMessage(2113, LogLevel.Debug, "A log line was dropped: {Reason}")]
    public static partial void LineDropped(ILogger log, Logs.LineDropReason reason);

    [LoggerMessage(2114, LogLevel.Warning, "A message to worker {Worker} was dropped: {Problem}. Times more since the last such line: {Times}")]
    public static partial void NotSent(ILogger log, string worker, string problem, long times);

    [LoggerMessage(2115, LogLevel.Critical, "The thread {Name} of LAVA's sockets ended: {Problem} Restart the daemon")]
    public static partial void ThreadEnded(ILogger log, string name, string problem);

    [LoggerMessage(2116, LogLevel.Information, "Log lines of LAVA's jobs are no longer taken: {Lines} came in after the end was asked for")]
    public static partial void LogsEnded(ILogger log, long lines);

    [LoggerMessage(2117, LogLevel.Warning, "What worker {Worker} said ({Message}) could not be taken, and it says it again: {Problem}")]
    public static partial void NotTaken(ILogger log, string worker, string message, string problem);

    [LoggerMessage(2118, LogLevel.Error, "Log lines or the verdict of test job {Job} were not taken: {Problem}")]
    public static partial void LinesNotTaken(ILogger log, long job, string problem);

    [LoggerMessage(2171, LogLevel.Warning, "Worker {Worker} is refused: {Reason}. Times more since the last such line: {Times}")]
    public static partial void NameReserved(ILogger log, string worker, string reason, long times);

    [LoggerMessage(2172, LogLevel.Warning, "{Lines} log lines of test job {Job} were dropped: the worker in the daemon runs it. Times more since the last such line: {Times}")]
    public static partial void LinesOfOwn(ILogger log, int lines, long job, long times);

    [LoggerMessage(2170, LogLevel.Warning, "The description of test job {Job} by worker {Worker} cannot be unpacked: {Problem}")]
    public static partial void DescriptionNotUnpacked(ILogger log, long job, string worker, Xz.XzOutcome problem);
}
