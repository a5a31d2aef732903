using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Drover.Agent.Telling;

/// <summary>A message of a log as one line, whatever is in it: time in UTC, level, category and number, text, and an exception behind it. Control characters become blanks,
/// so that nobody can make a line that looks like another's.</summary>
public static class LogLine
{
    /// <summary>Writes it, with its end.</summary>
    public static void Write(TextWriter to, DateTimeOffset time, LogLevel level, string category, EventId id, string text, Exception? exception)
    {
        to.Write(time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        to.Write(Word(level));
        to.Write($": {category}[{id.Id}] ");
        WriteText(to, text);
        if (exception is not null)
        {
            to.Write(' ');
            WriteText(to, exception.ToString());
        }
        to.Write('\n');
    }

    private static void WriteText(TextWriter to, string text)
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
