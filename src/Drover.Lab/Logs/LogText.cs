namespace Drover.Lab.Logs;

/// <summary>A line for the log of a test job.</summary>
/// <param name="Text">UTF-8 without line breaks.</param>
/// <param name="MayBeResult">Whether its level may be <c>results</c>: then it is read as YAML.</param>
public readonly record struct LogText(ReadOnlyMemory<byte> Text, bool MayBeResult)
{
    private static ReadOnlySpan<byte> EventLevel => "\"lvl\": \"event\""u8;

    /// <summary>Its level as it was sent; <see cref="LineLevel.NeedsParse"/> where nobody has looked.</summary>
    public LineLevel Level { get; init; }

    /// <summary>A line as a worker sent it. Events are stored with the level <c>debug</c>, for LAVA's own clients know no other word for them.</summary>
    /// <param name="text">UTF-8 without line breaks.</param>
    /// <param name="level">Its level.</param>
    public static LogText Of(ReadOnlyMemory<byte> text, LineLevel level) =>
        new(level == LineLevel.Event ? AsDebug(text) : text, level is LineLevel.Results or LineLevel.NeedsParse or LineLevel.Other) { Level = level };

    private static ReadOnlyMemory<byte> AsDebug(ReadOnlyMemory<byte> text)
    {
        var at = text.Span.IndexOf(EventLevel);
        return at < 0 ? text : (byte[])[.. text.Span[..at], .. "\"lvl\": \"debug\""u8, .. text.Span[(at + EventLevel.Length)..]];
    }
}
