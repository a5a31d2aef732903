namespace Drover.Web.Logs;

/// <summary>Cuts bytes where lines end.</summary>
internal static class LineCut
{
    /// <summary>The first lines, with their ends; all where there are fewer.</summary>
    /// <param name="bytes">Where to cut.</param>
    /// <param name="lines">How many; less those that were found, on return.</param>
    internal static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> bytes, ref long lines)
    {
        var length = 0;
        while (lines > 0)
        {
            var next = bytes.Span[length..].IndexOf((byte)'\n');
            if (next < 0)
                return bytes;
            length += next + 1;
            lines--;
        }
        return bytes[..length];
    }

    /// <summary>What of a full piece ends with a line: the rest comes with the next one. All of it where there is no end of a line, and where the
    /// piece is not full, so that the last line is not kept back.</summary>
    internal static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> bytes, int full)
    {
        var end = bytes.Length < full ? 0 : bytes.Span.LastIndexOf((byte)'\n') + 1;
        return end == 0 ? bytes : bytes[..end];
    }
}
