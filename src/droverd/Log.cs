using Drover.Daemon.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Drover.Daemon;

/// <summary>What the daemon says: one line per change of its own state, on standard error.</summary>
internal static partial class Log
{
    public const string Category = "drover.daemon";

    /// <summary>Lines that wait for standard error at most. When it takes none, new ones are dropped and counted: nobody waits for a log.</summary>
    private const int Backlog = 10_000;

    public static ILoggerFactory Factory(LogLevels levels, Tracing tracing) => LoggerFactory.Create(logging =>
    {
        logging.Services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(levels);
        logging.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(levels);
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.AddProvider(tracing);
        logging.AddConsole(console =>
        {
            console.FormatterName = LineFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = Backlog;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    });

    [LoggerMessage(1800, LogLevel.Information, "State of {Directory} recovered: {Sequence} records, {Unfinished} unfinished jobs")]
    public static partial void Recovered(ILogger log, string directory, long sequence, int unfinished);

    [LoggerMessage(1801, LogLevel.Information, "droverd {Version} is ready")]
    public static partial void Ready(ILogger log, string version);

    [LoggerMessage(1802, LogLevel.Information, "Stopping: no new jobs are taken, running ones may end within {Grace}; services {Fate}; another signal stops at once")]
    public static partial void Stopping(ILogger log, string grace, string fate);

    [LoggerMessage(1804, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(1807, LogLevel.Warning, "systemd does not say what it does with {Unit}: on-term ({Fate}) decides about the services")]
    public static partial void UnitUnknown(ILogger log, string unit, string fate);

    [LoggerMessage(1808, LogLevel.Information, "The {What} {Path} was {Change}: {Advice}")]
    public static partial void FileChanged(ILogger log, string what, string path, string change, string advice);

    [LoggerMessage(1809, LogLevel.Warning, "The {What} {Path} cannot be read, so that changes are not seen: {Problem}")]
    public static partial void FileUnreadable(ILogger log, string what, string path, string problem);

    [LoggerMessage(1810, LogLevel.Warning, "{Folder} cannot be watched, so changes of files there are seen a minute later: {Problem}")]
    public static partial void FolderNotWatched(ILogger log, string folder, string problem);

    [LoggerMessage(1811, LogLevel.Warning, "Traces of some jobs are not sent: {Problem}")]
    public static partial void TracesLost(ILogger log, string problem);

    [LoggerMessage(1812, LogLevel.Warning, "Nobody serves the socket {Socket} that the service manager has passed: no door listens at that address, or its file is gone. Who connects there waits in vain")]
    public static partial void SocketNotServed(ILogger log, string socket);

    [LoggerMessage(1805, LogLevel.Warning, "{Text}")]
    public static partial void Warning(ILogger log, string text);

    [LoggerMessage(1803, LogLevel.Information, "The doors are closed")]
    public static partial void DoorsClosed(ILogger log);

    [LoggerMessage(1806, LogLevel.Information, "The log level is {Level} from now on, set by {Actor}")]
    public static partial void LevelChanged(ILogger log, string level, string actor);

    [LoggerMessage(1813, LogLevel.Warning, "The master's address is taken down, since this machine is not the master: {Address}")]
    public static partial void AddressTakenDown(ILogger log, string address);

    [LoggerMessage(1814, LogLevel.Error, "This machine is not the master, and still has its address, {Address}: {Problem}")]
    public static partial void AddressNotTakenDown(ILogger log, string address, string problem);
}
