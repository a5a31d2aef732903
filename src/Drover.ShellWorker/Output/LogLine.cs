using System.Globalization;
using System.Text;
using Drover.Lab.Logs;

namespace Drover.ShellWorker.Output;

/// <summary>Log lines as LAVA's dispatcher writes them: YAML in flow style, all of it double quoted.</summary>
internal static class LogLine
{
    /// <summary>A line with a text.</summary>
    public static LogText Text(DateTimeOffset now, string level, string message)
    {
        var line = Begin(now, level);
        Quote(line, message);
        return End(line, isResult: false);
    }

    /// <summary>A line with a result. Fields without a value are left out; numbers are texts, as they were written.</summary>
    public static LogText Result(DateTimeOffset now, IEnumerable<(string Key, string? Value)> fields)
    {
        var line = Begin(now, "results").Append('{');
        var isFirst = true;
        foreach (var (key, value) in fields)
        {
            if (value is null)
                continue;
            line.Append(isFirst ? "" : ", ");
            Quote(line, key);
            line.Append(": ");
            // Numbers of log lines are the one thing that is read as a number.
            if (key is "starttc" or "endtc")
                line.Append(value);
            else
                Quote(line, value);
            isFirst = false;
        }
        return End(line.Append('}'), isResult: true);
    }

    private static StringBuilder Begin(DateTimeOffset now, string level) =>
        new StringBuilder(160).Append(CultureInfo.InvariantCulture, $"{{\"dt\": \"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}\", \"lvl\": \"{level}\", \"msg\": ");

    private static LogText End(StringBuilder line, bool isResult) => new(Encoding.UTF8.GetBytes(line.Append('}').ToString()), isResult);

    private static void Quote(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
            _ = c switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append("\\\\"),
                '\t' => line.Append("\\t"),
                '\r' => line.Append("\\r"),
                '\n' => line.Append("\\n"),
                // What YAML does not take as it is, and what ends a line in some eyes.
                < ' ' or (>= '\u007f' and <= '\u00a0') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        line.Append('"');
    }
}
