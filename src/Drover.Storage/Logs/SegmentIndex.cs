namespace Drover.Storage.Logs;

/// <summary>The sparse index beside a segment. It only saves reading: what is missing of it is found by looking at the bytes.</summary>
internal static class SegmentIndex
{
    /// <summary>Bytes of the log between two entries, at least.</summary>
    internal const int Every = 16 << 10;

    /// <summary>Reads the entries up to the first one that is torn, damaged, out of order, or ahead of the bytes.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="end">Where its bytes end.</param>
    internal static List<IndexEntry> Load(Segment segment, long end)
    {
        var entries = new List<IndexEntry>();
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(segment.IndexPath);
        }
        catch (FileNotFoundException)
        {
            return entries;
        }
        var (offset, line) = (segment.Offset, segment.Line);
        for (var at = 0; at + IndexEntry.Size <= bytes.Length; at += IndexEntry.Size)
        {
            if (IndexEntry.Read(bytes.AsSpan(at, IndexEntry.Size)) is not { } entry || entry.Offset < offset || entry.Line < line || entry.Offset > end)
                break;
            entries.Add(entry);
            (offset, line) = (entry.Offset, entry.Line);
        }
        return entries;
    }
}
