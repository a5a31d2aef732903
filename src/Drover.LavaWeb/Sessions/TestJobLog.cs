using System.Buffers;
using Drover.Kernel.Logs;

namespace Drover.LavaWeb.Sessions;

/// <summary>The log of a test job: a YAML list, an item a line.</summary>
internal static class TestJobLog
{
    private const int PieceBytes = 64 << 10;

    /// <summary>Whole lines of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="start">The first line, from 0.</param>
    /// <param name="end">The line behind the last one; null for all.</param>
    /// <param name="most">Most bytes; at least one line is read all the same.</param>
    /// <returns>The lines, and whether there are more than those asked for.</returns>
    public static (ReadOnlyMemory<byte> Lines, bool IsCut) Read(ILogReader log, long start, long? end, long most)
    {
        var stat = log.Stat();
        var offset = log.FindLine(start + 1) ?? stat.First;
        var until = end is { } last ? (last <= start ? offset : log.FindLine(last + 1) ?? stat.End) : stat.End;
        var lines = new ArrayBufferWriter<byte>();
        while (offset < until && lines.WrittenCount < most)
        {
            var piece = log.Read(offset, (int)Math.Min(PieceBytes, until - offset));
            if (piece.Bytes.IsEmpty)
                break;
            lines.Write(piece.Bytes.Span);
            offset = piece.Next;
        }
        var whole = lines.WrittenMemory[..(lines.WrittenSpan.LastIndexOf((byte)'\n') + 1)];
        if (whole.Length <= most)
            return (whole, offset < until);
        var cut = whole.Span[..(int)most].LastIndexOf((byte)'\n') + 1;
        return (cut > 0 ? whole[..cut] : whole, true);
    }
}
