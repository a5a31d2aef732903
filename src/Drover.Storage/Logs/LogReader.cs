using Drover.Kernel.Logs;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>Reads one log through its segments. One that is removed while it is read is read to its end.</summary>
internal sealed class LogReader(LogFiles files, string name, string directory) : ILogReader
{
    private Segment _segment;
    private SafeFileHandle? _file;

    public LogStat Stat() => Stat(name, directory) ?? new LogStat(name, 0, 0, default);

    /// <summary>How a log stands; null when there is none in the directory.</summary>
    internal static LogStat? Stat(string name, string directory)
    {
        var segments = Segment.All(directory);
        if (segments.Count == 0)
            return null;
        var newest = segments[^1].DataPath;
        var length = new FileInfo(newest) is { Exists: true } file ? file.Length : 0;
        return new LogStat(name, segments[0].Offset, segments[^1].Offset + length, FileTimes.LastWrite(newest));
    }

    public LogPiece Read(long offset, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        try
        {
            return ReadAt(offset, most);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(name, "read", e);
        }
    }

    public Task NextChange() => files.Changes.Next(name);

    public long FindTail(long lines)
    {
        var stat = Stat();
        return LineSearch.Tail(stat.First, stat.End, lines, (offset, most) => Read(offset, most));
    }

    public long? FindLine(long line)
    {
        var segments = Segment.All(directory);
        var at = segments.FindLastIndex(s => s.Line < line);
        if (at < 0)
            return segments.Count == 0 ? 0 : segments[0].Offset;
        var end = at + 1 < segments.Count ? segments[at + 1].Offset : Stat().End;
        var near = SegmentIndex.Load(segments[at], end).FindLast(entry => entry.Line < line);
        var (offset, missing) = near.Line > 0 ? (near.Offset, line - near.Line) : (segments[at].Offset, line - segments[at].Line);
        while (missing > 0 && offset < end && Read(offset, SegmentIndex.Every) is { Bytes.Length: > 0 } piece)
        {
            offset = piece.Offset;
            var bytes = piece.Bytes.Span;
            while (missing > 0 && !bytes.IsEmpty)
            {
                var length = bytes.IndexOf((byte)'\n') + 1;
                missing -= length > 0 ? 1 : 0;
                length = length > 0 ? length : bytes.Length;
                offset += length;
                bytes = bytes[length..];
            }
        }
        return offset;
    }

    public Timestamp? TimeOf(long offset)
    {
        var segments = Segment.All(directory);
        var at = segments.FindLastIndex(segment => segment.Offset <= offset);
        return at < 0 ? null : SegmentIndex.Load(segments[at], Stat().End).FindLast(entry => entry.Offset <= offset) is { Time.Microseconds: > 0 } near ? near.Time : null;
    }

    /// <summary>Between two entries of the index nothing is known: it begins with the one before.</summary>
    public long FindTime(Timestamp since)
    {
        var stat = Stat();
        if (stat.Changed < since)
            return stat.End;
        var found = stat.First;
        foreach (var segment in Segment.All(directory))
            foreach (var entry in SegmentIndex.Load(segment, stat.End))
                if (entry.Time < since)
                    found = entry.Offset;
        return LineSearch.NextLine(Math.Max(found, stat.First), stat.First, stat.End, Read);
    }

    public void Dispose() => _file?.Dispose();

    private LogPiece ReadAt(long asked, int most)
    {
        var offset = asked;
        while (true)
        {
            if (_file is not null && offset >= _segment.Offset)
            {
                var available = End - offset;
                if (available > 0)
                {
                    var bytes = new byte[(int)Math.Min(most, available)];
                    var got = RandomAccess.Read(_file, bytes, offset - _segment.Offset);
                    return new LogPiece(offset, bytes.AsMemory(0, got), offset - asked);
                }
            }
            var segments = Segment.All(directory);
            if (segments.Count == 0)
                return new LogPiece(offset, default, offset - asked);
            var at = Math.Max(0, segments.FindLastIndex(s => s.Offset <= offset));
            offset = Math.Max(offset, segments[at].Offset);
            if (_file is null || segments[at] != _segment)
            {
                Enter(segments[at]);
                continue;
            }
            // Looked at once: what is appended between two looks would be taken for what was there.
            var end = End;
            if (offset < end)
                continue;
            if (at + 1 == segments.Count)
                return offset == end ? new LogPiece(offset, default, offset - asked) : new LogPiece(end, default, Restarted: true);
            // Bytes at the end of a segment that a loss of power has taken.
            Enter(segments[at + 1]);
            offset = segments[at + 1].Offset;
        }
    }

    private long End => _segment.Offset + RandomAccess.GetLength(_file!);

    private void Enter(Segment segment)
    {
        _file?.Dispose();
        _file = null;
        try
        {
            _file = File.OpenHandle(segment.DataPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _segment = segment;
        }
        catch (FileNotFoundException)
        {
            // Cut away since the directory was listed: the next look finds what is there now.
            _segment = default;
        }
    }
}
