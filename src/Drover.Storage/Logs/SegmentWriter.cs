using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>The newest segment of a log, open for writing.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _index;
    private long _indexLength;
    private long _nextEntry;

    private SegmentWriter(Segment segment, FileMode mode)
    {
        Segment = segment;
        End = _nextEntry = segment.Offset;
        Line = segment.Line;
        EndsLine = true;
        _data = File.OpenHandle(segment.DataPath, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            _index = File.OpenHandle(segment.IndexPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    internal Segment Segment { get; }

    internal long End { get; private set; }

    internal long Line { get; private set; }

    /// <summary>Whether the next byte begins a line.</summary>
    internal bool EndsLine { get; private set; }

    internal long Length => End - Segment.Offset;

    internal static SegmentWriter Create(Segment segment) => new(segment, FileMode.CreateNew);

    /// <summary>Goes on with a segment: keeps what is good of its index and looks at the bytes behind that.</summary>
    internal static SegmentWriter Open(Segment segment)
    {
        var writer = new SegmentWriter(segment, FileMode.Open);
        try
        {
            writer.Recover();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">Nothing was written.</exception>
    internal void Append(ReadOnlySpan<byte> bytes, Timestamp now)
    {
        AddEntry(now);
        try
        {
            RandomAccess.Write(_data, bytes, Length);
        }
        catch
        {
            RandomAccess.SetLength(_data, Length);
            throw;
        }
        Count(bytes);
    }

    /// <summary>Cuts off what stands behind the last end of a line, with the entries of the index that are about it.</summary>
    /// <exception cref="IOException">It is still there.</exception>
    internal void DropUnfinishedLine()
    {
        if (EndsLine)
            return;
        var block = new byte[SegmentIndex.Every];
        var keep = Length;
        for (var end = -1; end < 0 && keep > 0;)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, keep));
            end = part[..RandomAccess.Read(_data, part, keep - part.Length)].LastIndexOf((byte)'\n');
            keep -= part.Length - (end + 1);
        }
        RandomAccess.SetLength(_data, keep);
        (End, EndsLine) = (Segment.Offset + keep, true);
        var entries = SegmentIndex.Load(Segment, End);
        _indexLength = (long)entries.Count * IndexEntry.Size;
        RandomAccess.SetLength(_index, _indexLength);
        _nextEntry = entries.Count > 0 ? entries[^1].Offset + SegmentIndex.Every : Segment.Offset;
    }

    // Not the index: what is missing of it, or damaged, is found by looking at the bytes.
    internal void Sync() => RandomAccess.FlushToDisk(_data);

    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }

    private void Recover()
    {
        var end = Segment.Offset + RandomAccess.GetLength(_data);
        var entries = SegmentIndex.Load(Segment, end);
        _indexLength = (long)entries.Count * IndexEntry.Size;
        RandomAccess.SetLength(_index, _indexLength);
        if (entries.Count > 0)
            (End, Line, _nextEntry) = (entries[^1].Offset, entries[^1].Line, entries[^1].Offset + SegmentIndex.Every);
        var written = FileTimes.LastWrite(Segment.DataPath);
        var block = new byte[SegmentIndex.Every];
        while (End < end)
        {
            AddEntry(written);
            var got = RandomAccess.Read(_data, block, Length);
            if (got == 0)
                break;
            Count(block.AsSpan(0, got));
        }
        // An entry may stand at the very end; then the byte before it tells.
        if (Length > 0 && RandomAccess.Read(_data, block.AsSpan(0, 1), Length - 1) == 1)
            EndsLine = block[0] == '\n';
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        End += bytes.Length;
        Line += bytes.Count((byte)'\n');
        EndsLine = bytes[^1] == '\n';
    }

    private void AddEntry(Timestamp time)
    {
        if (End < _nextEntry)
            return;
        Span<byte> bytes = stackalloc byte[IndexEntry.Size];
        new IndexEntry(End, Line, time).WriteTo(bytes);
        try
        {
            RandomAccess.Write(_index, bytes, _indexLength);
            _indexLength += IndexEntry.Size;
            _nextEntry = End + SegmentIndex.Every;
        }
        catch (IOException)
        {
            // A full disk: the next append tries again at the same place, and readers do without.
        }
    }
}
