namespace Drover.Services.Cltab;

/// <summary>The lines of a cltab.</summary>
internal static class CltabLines
{
    /// <summary>Each line with its number from 1, without its end.</summary>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Of(ReadOnlyMemory<byte> text)
    {
        for (var number = 1; !text.IsEmpty; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            yield return (number, line.Span.EndsWith("\r"u8) ? line[..^1] : line);
        }
    }
}
