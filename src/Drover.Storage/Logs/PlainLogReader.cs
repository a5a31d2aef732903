using Drover.Kernel.Logs;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>Reads one file that other processes append to. A file that is renamed or removed is read to its end, then the one that has taken its
/// place; where the agent carries over what comes after that, to the place where it began to.</summary>
internal sealed class PlainLogReader : ILogReader
{
    private const int Block = 4096;

    private readonly FileWatch _watch;
    private readonly string _name;
    private readonly string _path;
    private SafeFileHandle _file;
    private FileSubscription? _subscription;
    private LookTimes? _times;

    /// <exception cref="LogException">LOG_EMPTY or LOG_FAILED.</exception>
    internal PlainLogReader(FileWatch watch, string name, string path)
    {
        (_watch, _name, _path) = (watch, name, path);
        try
        {
            _file = Open();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LogErrors.Empty(name, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(name, "read", e);
        }
    }

    public LogStat Stat()
    {
        var (cut, first, end) = Extent();
        return new LogStat(_name, cut + first, cut + end, FileTimes.LastWrite(_path));
    }

    public LogPiece Read(long offset, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        try
        {
            var piece = ReadWhole(offset, most, isRestart: false);
            // What comes behind the place where it was moved away is in the file that has the name now.
            var moved = OutputMarks.MovedAt(_file) is { } at ? OutputMarks.CutAway(_file) + at : long.MaxValue;
            if (piece.Next > moved && piece.Offset < moved)
                return piece with { Bytes = piece.Bytes[..(int)(moved - piece.Offset)] };
            if ((!piece.Bytes.IsEmpty && piece.Offset < moved) || !IsReplaced())
                return piece;
            return ReadWhole(Math.Max(0, offset - moved), most, isRestart: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(_name, "read", e);
        }
    }

    public Task NextChange() => (_subscription ??= _watch.Subscribe(_path)).NextChange();

    public long FindTail(long lines)
    {
        var stat = Stat();
        return LineSearch.Tail(stat.First, stat.End, lines, Read);
    }

    /// <summary>Who writes such a file does not count lines, and what was cut away cannot be counted any more.</summary>
    public long? FindLine(long line) => null;

    public Timestamp? TimeOf(long offset)
    {
        if (_times is null || (offset >= _times.End && !_times.IsAllOf(_path)))
            _times = LookTimes.Load(_path, _file);
        // What no look has found yet is of the last second, and so is the last write.
        return _times is null ? null : offset < _times.End ? _times.Of(offset) : FileTimes.LastWrite(_path);
    }

    public long FindTime(Timestamp since)
    {
        _times = LookTimes.Load(_path, _file);
        var stat = Stat();
        if (stat.Changed < since)
            return stat.End;
        var found = _times?.Since(since) ?? stat.First;
        return LineSearch.NextLine(Math.Clamp(found, stat.First, stat.End), stat.First, stat.End, Read);
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _file.Dispose();
    }

    /// <summary>Reads a piece of which nothing was taken out of the front of the file meanwhile.</summary>
    private LogPiece ReadWhole(long asked, int most, bool isRestart)
    {
        while (true)
        {
            var cut = OutputMarks.CutAway(_file);
            var piece = ReadHere(asked, most, cut, isRestart);
            if (OutputMarks.CutAway(_file) == cut)
                return piece;
        }
    }

    /// <param name="cut">Bytes that were taken out of the front of the file: offsets count them.</param>
    private LogPiece ReadHere(long asked, int most, long cut, bool isRestart)
    {
        var end = RandomAccess.GetLength(_file);
        if (asked > cut + end)
            (asked, isRestart) = (cut, true);
        var start = LogCalls.NextData(_file, Math.Max(0, asked - cut), end);
        var bytes = new byte[(int)Math.Min(most, end - start)];
        var got = RandomAccess.Read(_file, bytes, start);
        if (got > 0 && bytes[0] == 0 && First(end) is var first && first > start)
        {
            start = first;
            got = RandomAccess.Read(_file, bytes, start);
        }
        return new LogPiece(cut + start, bytes.AsMemory(0, got), cut + start - asked, isRestart);
    }

    private (long Cut, long First, long End) Extent()
    {
        while (true)
        {
            var cut = OutputMarks.CutAway(_file);
            var end = RandomAccess.GetLength(_file);
            var first = First(end);
            if (OutputMarks.CutAway(_file) == cut)
                return (cut, first, end);
        }
    }

    /// <summary>The oldest byte that was not cut away. A hole ends at a block's edge, or within one whose first part was written over with zeros.</summary>
    private long First(long end)
    {
        var first = LogCalls.NextData(_file, 0, end);
        if (first == 0)
            return 0;
        var block = new byte[Block];
        while (RandomAccess.Read(_file, block, first) is > 0 and var got)
        {
            var zeros = block.AsSpan(0, got).IndexOfAnyExcept((byte)0);
            if (zeros >= 0)
                return first + zeros;
            first += got;
        }
        return first;
    }

    /// <summary>Whether the name leads to another file now; if so that one is open.</summary>
    private bool IsReplaced()
    {
        if (LogCalls.IsSameFile(_file, _path))
            return false;
        try
        {
            var next = Open();
            _file.Dispose();
            (_file, _times) = (next, null);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private SafeFileHandle Open() => File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
