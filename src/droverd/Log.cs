using Microsoft.Extensions.Logging.Console;

namespace Drover.Daemon;

/// <summary>What the daemon says: one line per change of its own state, on standard error.</summary>
internal static partial class Log
{
    public static ILoggerFactory Factory(string level) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(Enum.Parse<LogLevel>(level, ignoreCase: true));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A failed start is told once, in our own words.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    [LoggerMessage(1, LogLevel.Information, "State of {Directory} recovered: {Sequence} records, {Unfinished} unfinished jobs")]
    public static partial void Recovered(ILogger log, string directory, long sequence, int unfinished);

    [LoggerMessage(3, LogLevel.Information, "droverd {Version} is ready")]
    public static partial void Ready(ILogger log, string version);

    [LoggerMessage(4, LogLevel.Information, "Stopping: no new jobs are taken, running ones may end within {Grace}; another signal stops at once")]
    public static partial void Stopping(ILogger log, string grace);

    [LoggerMessage(5, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(6, LogLevel.Warning, "{Text}")]
    public static partial void Warning(ILogger log, string text);

    [LoggerMessage(7, LogLevel.Warning, "Services: {Text}")]
    public static partial void Services(ILogger log, string text);
}
