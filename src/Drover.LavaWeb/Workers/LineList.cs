using System.Globalization;
using System.Text;
using Drover.Lab.Logs;

namespace Drover.LavaWeb.Workers;

/// <summary>The log lines of one upload: a YAML list with one mapping in flow style an item.</summary>
internal static class LineList
{
    private static ReadOnlySpan<byte> Mark => "- "u8;

    private static ReadOnlySpan<byte> NextMark => "\n- "u8;

    /// <summary>The lines, in order. What is no line of a log is replaced by one that says so: senders count by place.</summary>
    /// <param name="list">The list; the lines lie in it.</param>
    /// <param name="now">The time of what is put in place of a line.</param>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static List<LogText> Read(ReadOnlyMemory<byte> list, DateTimeOffset now)
    {
        var lines = new List<LogText>();
        if (list.IsEmpty)
            return lines;
        if (!list.Span.StartsWith(Mark))
            throw new FormatException("'lines' must be a list with '- ' before each line");
        list = list[Mark.Length..];
        while (true)
        {
            var end = list.Span.IndexOf(NextMark);
            lines.Add(Line(end < 0 ? list : list[..end], now));
            if (end < 0)
                return lines;
            list = list[(end + NextMark.Length)..];
        }
    }

    private static LogText Line(ReadOnlyMemory<byte> line, DateTimeOffset now)
    {
        if (line.Span is [.., (byte)'\n'])
            line = line[..^1];
        // Within a quoted scalar, which is where a dumper folds, a line break means a blank.
        if (line.Span.Contains((byte)'\n'))
        {
            var unfolded = line.ToArray();
            unfolded.AsSpan().Replace((byte)'\n', (byte)' ');
            line = unfolded;
        }
        return LineScan.Read(line.Span, out var level) is null
            ? LogText.Of(line, level)
            : new LogText(Encoding.ASCII.GetBytes($$"""{"dt": "{{now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}}", "lvl": "error", "msg": "What was sent here is no line of a log and was left out"}"""),
                MayBeResult: false);
    }
}
