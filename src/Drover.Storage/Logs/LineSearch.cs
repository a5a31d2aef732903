using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>Finds lines of a log by looking at its bytes.</summary>
internal static class LineSearch
{
    private const int Block = 64 << 10;

    /// <summary>Where so many last lines begin; an unfinished one at the end counts.</summary>
    /// <param name="first">Offset of the oldest byte.</param>
    /// <param name="end">Offset behind the last byte.</param>
    /// <param name="lines">How many.</param>
    /// <param name="read">Reads at an offset, at most so many bytes.</param>
    internal static long Tail(long first, long end, long lines, Func<long, int, LogPiece> read)
    {
        if (lines <= 0)
            return end;
        // The line's own end is no beginning of another.
        var block = new byte[Block];
        for (var blockEnd = end - 1; blockEnd > first;)
        {
            var start = Math.Max(first, blockEnd - Block);
            var bytes = block.AsSpan(0, (int)(blockEnd - start));
            if (!Fill(bytes, start, read))
                break;
            for (int at; (at = bytes.LastIndexOf((byte)'\n')) >= 0; bytes = bytes[..at])
                if (--lines == 0)
                    return start + at + 1;
            blockEnd = start;
        }
        return first;
    }

    /// <summary>Where the first line begins at an offset or after it; the end where none does.</summary>
    /// <param name="offset">Where to begin.</param>
    /// <param name="first">Offset of the oldest byte.</param>
    /// <param name="end">Offset behind the last byte.</param>
    /// <param name="read">Reads at an offset, at most so many bytes.</param>
    internal static long NextLine(long offset, long first, long end, Func<long, int, LogPiece> read)
    {
        if (offset <= first)
            return offset;
        // A line begins behind the end of another.
        for (var at = offset - 1; at < end;)
        {
            var piece = read(at, Block);
            if (piece.Bytes.IsEmpty)
                break;
            var found = piece.Bytes.Span.IndexOf((byte)'\n');
            if (found >= 0)
                return Math.Min(piece.Offset + found + 1, end);
            at = piece.Next;
        }
        return end;
    }

    /// <summary>Pieces end where files end; false when the front was cut away meanwhile.</summary>
    private static bool Fill(Span<byte> bytes, long offset, Func<long, int, LogPiece> read)
    {
        while (!bytes.IsEmpty)
        {
            var piece = read(offset, bytes.Length);
            if (piece.Offset != offset || piece.Bytes.IsEmpty)
                return false;
            piece.Bytes.Span.CopyTo(bytes);
            bytes = bytes[piece.Bytes.Length..];
            offset = piece.Next;
        }
        return true;
    }
}
