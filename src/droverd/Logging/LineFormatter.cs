using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Drover.Daemon.Logging;

/// <summary>Writes a message as one line, whatever is in it: time in UTC, level, category and number, text, and an exception behind it. Control characters become blanks,
/// so that nobody can make a line that looks like another's.</summary>
/// <param name="clock">Tells the time.</param>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which the console finds it.</summary>
    public const string FormatterName = "drover";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id}] ");
        WriteLine(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(' ');
            WriteLine(textWriter, exception.ToString());
        }
        textWriter.Write('\n');
    }

    private static void WriteLine(TextWriter to, string text)
    {
        for (var rest = text.AsSpan(); ; rest = rest[1..])
        {
            var end = rest.IndexOfAnyInRange('\0', '\u001f');
            var other = rest.IndexOfAnyInRange('\u007f', '\u009f');
            end = end < 0 || (other >= 0 && other < end) ? other : end;
            to.Write(end < 0 ? rest : rest[..end]);
            if (end < 0)
                return;
            to.Write(' ');
            rest = rest[end..];
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
